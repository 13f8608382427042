import QMP

/// The value of one QEMU option: `first,key=value,flag`, or the same as JSON. Nested members are flattened: `cache.direct`.
///
/// Source: QEMU `util/keyval.c` (a comma in a value is written twice) and `qemu-options.hx`.
struct QEMUOptions: Sendable, Hashable {
    /// What stands first without a key.
    var first: String?
    private(set) var values: [String: String] = [:]

    /// A command line is written by whoever starts QEMU; deeper nesting than this is nobody's.
    private static let deepest = 16

    init(_ text: String) {
        if text.utf8.first == UInt8(ascii: "{") {
            if let value = try? JSONValue(parsing: Array(text.utf8)) { flatten(value, under: "", depth: 0) }
            first = values["driver"] ?? values["qom-type"] ?? values["type"]
        } else {
            for (index, part) in Self.split(text).enumerated() { take(part, isFirst: index == 0) }
        }
    }

    subscript(key: String) -> String? {
        get { values[key] }
        set { values[key] = newValue }
    }

    /// `on`, `yes`, `true` or not; nil when it is not said.
    func flag(_ key: String) -> Bool? {
        switch values[key] {
        case "on", "yes", "true", "y", "1": true
        case "off", "no", "false", "n", "0": false
        default: nil
        }
    }

    /// With `others` over these.
    mutating func merge(_ others: QEMUOptions) {
        first = others.first ?? first
        values.merge(others.values) { $1 }
    }

    private mutating func take(_ part: String, isFirst: Bool) {
        if let sign = part.firstIndex(of: "=") {
            values[String(part[..<sign])] = String(part[part.index(after: sign)...])
        } else if isFirst {
            first = part
        } else {
            values[part] = "on"
        }
    }

    private mutating func flatten(_ value: JSONValue, under path: String, depth: Int) {
        guard depth < Self.deepest else { return }
        switch value {
        case .object(let object):
            for (key, member) in object.members {
                flatten(member, under: path.isEmpty ? key : "\(path).\(key)", depth: depth + 1)
            }
        case .string(let text): values[path] = text
        case .bool(let flag): values[path] = flag ? "on" : "off"
        case .integer(let number): values[path] = "\(number)"
        case .real(let number): values[path] = "\(number)"
        case .null, .array: break
        }
    }

    private static func split(_ text: String) -> [String] {
        var parts: [[UInt8]] = [[]]
        var rest = text.utf8.makeIterator()
        var afterComma = false
        while let byte = rest.next() {
            if byte == UInt8(ascii: ",") {
                if afterComma { parts[parts.count - 1].append(byte) }
                afterComma.toggle()
            } else {
                if afterComma { parts.append([]) }
                afterComma = false
                parts[parts.count - 1].append(byte)
            }
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}
