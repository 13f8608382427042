import BalloonKit

/// Prometheus' text exposition format, written into one buffer: a family's HELP and TYPE, then its samples.
///
/// What is not a finite number is left out: a gap says more than a `NaN` that spreads through every sum.
/// Source: Prometheus, "Exposition formats", text-based format 0.0.4.
struct ExpositionWriter {
    enum Kind: String {
        case gauge
        case counter
    }

    private(set) var bytes: [UInt8] = []
    private var family = ""

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Begins a family; its samples follow.
    ///
    /// - Parameters:
    ///   - name: the whole name, unit and `_total` included.
    ///   - help: one line.
    mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        family = name
        bytes.append(contentsOf: "# HELP \(name) ".utf8)
        for byte in help.utf8 { escape(byte, quotes: false) }
        bytes.append(contentsOf: "\n# TYPE \(name) \(kind.rawValue)\n".utf8)
    }

    /// A sample of the family begun last; nil is left out.
    ///
    /// - Parameter labels: as ``labels(_:)`` writes them; empty for none.
    mutating func add(_ value: Int64?, labels: [UInt8] = []) {
        guard let value else { return }
        beginSample(labels)
        appendDigits(value)
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func add(_ value: Double?, labels: [UInt8] = []) {
        guard let value, value.isFinite else { return }
        beginSample(labels)
        bytes.append(contentsOf: "\(value)\n".utf8)
    }

    mutating func add(_ value: UInt64, labels: [UInt8] = []) {
        beginSample(labels)
        bytes.append(contentsOf: "\(value)\n".utf8)
    }

    mutating func add(_ value: Bool?, labels: [UInt8] = []) { add(value.map { $0 ? Int64(1) : 0 }, labels: labels) }
    mutating func add(_ value: ByteCount?, labels: [UInt8] = []) { add(value?.bytes, labels: labels) }
    mutating func add(_ value: Duration?, labels: [UInt8] = []) { add(value?.inSeconds, labels: labels) }

    /// `{name="value",…}`, values escaped. Rendered once and used for every family where it repeats.
    static func labels(_ pairs: KeyValuePairs<String, String>) -> [UInt8] {
        var text = ExpositionWriter(capacity: 64)
        text.bytes.append(UInt8(ascii: "{"))
        for (index, (name, value)) in pairs.enumerated() {
            if index > 0 { text.bytes.append(UInt8(ascii: ",")) }
            text.bytes.append(contentsOf: "\(name)=\"".utf8)
            for byte in value.utf8 { text.escape(byte, quotes: true) }
            text.bytes.append(UInt8(ascii: "\""))
        }
        text.bytes.append(UInt8(ascii: "}"))
        return text.bytes
    }

    private mutating func beginSample(_ labels: [UInt8]) {
        bytes.append(contentsOf: family.utf8)
        bytes.append(contentsOf: labels)
        bytes.append(UInt8(ascii: " "))
    }

    private mutating func escape(_ byte: UInt8, quotes: Bool) {
        switch byte {
        case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
        case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
        case UInt8(ascii: "\"") where quotes: bytes.append(contentsOf: #"\""#.utf8)
        default: bytes.append(byte)
        }
    }

    /// Without a string in between: with a thousand guests there are some fifteen thousand numbers.
    private mutating func appendDigits(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}
