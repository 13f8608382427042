import Journal

/// Bytes of records, and records of bytes, for tests.
enum Codec {
    static func bytes(_ records: [JournalRecord]) -> [UInt8] {
        var encoder = JournalEncoder()
        var bytes: [UInt8] = []
        for record in records { encoder.encode(record, into: &bytes) }
        return bytes
    }

    static func read(_ bytes: [UInt8], piece: Int = 1 << 16) throws(JournalError) -> (JournalReader, [JournalRecord]) {
        var reader = JournalReader(name: "test.jsonl")
        var records: [JournalRecord] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + piece, bytes.count)
            try reader.feed(Array(bytes[start..<end])) { records.append($0) }
            start = end
        }
        try reader.finish { records.append($0) }
        return (reader, records)
    }

    static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
