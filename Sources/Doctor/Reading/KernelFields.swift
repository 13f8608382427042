import BalloonKit

/// `Name:   value unit` lines of meminfo and of a process's status.
struct KernelFields {
    private var values: [Substring: Int64] = [:]

    init(_ lines: [Substring]) {
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let words = line[line.index(after: colon)...].split { $0 == " " || $0 == "\t" }
            if let number = words.first.flatMap({ Int64($0) }) { values[line[..<colon]] = number }
        }
    }

    func number(_ name: Substring) -> Int64? { values[name] }

    func kibibytes(_ name: Substring) -> ByteCount? { values[name].map { .kibibytes($0) } }
}
