import Foundation
import QMP
import Testing

/// A recorded conversation with a real QEMU.
struct Transcript: CustomTestStringConvertible {
    struct Entry {
        let isFromQEMU: Bool
        let text: String
    }

    let name: String
    /// One list a connection, in the order of the greetings; notes left out.
    let connections: [[Entry]]

    var testDescription: String { name }

    /// Every transcript, by its path without the extension.
    static let all: [Transcript] = ["", "guests/"].flatMap { folder in
        let directory = Bundle.module.bundleURL.appending(path: "Transcripts/\(folder)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().compactMap { file in
            (try? Data(contentsOf: directory.appending(path: file))).flatMap {
                Transcript(name: folder + String(file.dropLast(6)), data: Array($0))
            }
        }
    }

    static func named(_ name: String) -> Transcript? { all.first { $0.name == name } }

    private init?(name: String, data: [UInt8]) {
        self.name = name
        var connections: [[Entry]] = []
        var current: [String: Int] = [:]
        for line in data.split(separator: UInt8(ascii: "\n")) {
            // Not by our own parser: it refuses U+0000, which one recorded line holds.
            guard let entry = try? JSONDecoder().decode(RecordedLine.self, from: Data(line)) else { return nil }
            if entry.dir == "note" { continue }
            let (connection, text) = (entry.conn ?? "", entry.line)
            if entry.dir == "in", text.hasPrefix(#"{"QMP""#) || current[connection] == nil {
                current[connection] = connections.count
                connections.append([])
            }
            guard let index = current[connection] else { return nil }
            connections[index].append(Entry(isFromQEMU: entry.dir == "in", text: text))
        }
        self.connections = connections
    }
}

private struct RecordedLine: Decodable {
    let dir: String
    let line: String
    let conn: String?
}
