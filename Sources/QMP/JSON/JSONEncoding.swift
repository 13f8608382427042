extension JSONValue {
    /// Compact JSON: no blanks, no line end. QEMU reads its input a byte at a time, so each blank costs it some 3 us.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }

    /// Appends what ``encoded()`` gives.
    public func encode(into bytes: inout [UInt8]) {
        switch self {
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.encode(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                encodeString(member.key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.encode(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        default: encodeScalar(into: &bytes)
        }
    }

    /// JSON for people: a member or element a line, two blanks a level, no line end at the end.
    public func pretty() -> String {
        var bytes: [UInt8] = []
        encodePretty(into: &bytes, level: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func encodePretty(into bytes: inout [UInt8], level: Int) {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                beginLine(first: index == 0, level: level + 1, into: &bytes)
                element.encodePretty(into: &bytes, level: level + 1)
            }
            endBlock("]", level: level, into: &bytes)
        case .object(let object) where !object.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                beginLine(first: index == 0, level: level + 1, into: &bytes)
                encodeString(member.key, into: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                member.value.encodePretty(into: &bytes, level: level + 1)
            }
            endBlock("}", level: level, into: &bytes)
        default: encode(into: &bytes)
        }
    }

    private func encodeScalar(into bytes: inout [UInt8]) {
        switch self {
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        // JSON has no infinity and no NaN.
        case .real(let value): bytes.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
        case .string(let value): encodeString(value, into: &bytes)
        case .null, .array, .object: bytes.append(contentsOf: "null".utf8)
        }
    }
}

private func beginLine(first: Bool, level: Int, into bytes: inout [UInt8]) {
    if !first { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
}

private func endBlock(_ bracket: Unicode.Scalar, level: Int, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    bytes.append(UInt8(ascii: bracket))
}

/// Quotes and escapes; everything above U+001F but `"` and `\` goes out as UTF-8.
private func encodeString(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
        case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
        case 0..<0x20, 0x7f:
            bytes.append(contentsOf: #"\u00"#.utf8)
            bytes.append(hexadecimalDigit(byte >> 4))
            bytes.append(hexadecimalDigit(byte & 15))
        default: bytes.append(byte)
        }
    }
    bytes.append(UInt8(ascii: "\""))
}

/// Of 0 ... 15.
private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") &+ (value &- 10)
}
