import BalloonKit

/// What a key's value must look like, and how to read it.
struct ValueForm<Value> {
    /// After "write": `a size as in "512M"`.
    let expected: String
    let read: (ConfigurationValue) throws(TextError) -> Value?
}

extension ValueForm {
    /// A text that `parse` understands and `isAllowed` accepts.
    private static func text(
        _ expected: String, _ parse: @escaping (String) throws(TextError) -> Value?
    ) -> ValueForm {
        ValueForm(expected: expected) { value throws(TextError) in
            guard case .string(let text) = value else { return nil }
            return try parse(text)
        }
    }
}

extension ValueForm where Value == Bool {
    static var boolean: ValueForm {
        ValueForm(expected: "true or false") { value in
            guard case .boolean(let boolean) = value else { return nil }
            return boolean
        }
    }
}

extension ValueForm where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> ValueForm {
        ValueForm(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            value throws(TextError) in
            guard case .integer(let number) = value else { return nil }
            guard range.contains(number) else { throw TextError("\(number) is out of range") }
            return number
        }
    }
}

extension ValueForm where Value == Duration {
    static func duration(_ range: ClosedRange<Duration>, wholeSeconds: Bool = false) -> ValueForm {
        let kind = wholeSeconds ? "a time in whole seconds" : "a time"
        return text("\(kind) from \"\(range.lowerBound.text)\" to \"\(range.upperBound.text)\"") {
            text throws(TextError) in
            // `Duration(text:)` wants a unit; nothing needs none.
            let duration = text == "0" ? .zero : try Duration(text: text)
            guard range.contains(duration) else { throw TextError("'\(text)' is out of range") }
            guard !wholeSeconds || duration.components.attoseconds == 0 else {
                throw TextError("'\(text)' is not a number of whole seconds")
            }
            return duration
        }
    }
}

extension ValueForm where Value == ByteCount {
    static func size(_ range: ClosedRange<ByteCount>) -> ValueForm {
        text("a size from \"\(range.lowerBound.typed)\" to \"\(range.upperBound.typed)\"") { text throws(TextError) in
            guard case .bytes(let amount) = try SizeExpression(text) else {
                throw TextError("'\(text)' is not an amount in bytes")
            }
            guard range.contains(amount) else { throw TextError("'\(text)' is out of range") }
            return amount
        }
    }
}

extension ValueForm where Value == SizeExpression {
    /// An amount, a share of the guest's maximum, or the maximum itself.
    static func guestSize(allowsMaximum: Bool) -> ValueForm {
        text("a size as in \"512M\" or \"25%\"\(allowsMaximum ? ", or \"max\"" : "")") { text throws(TextError) in
            let size = try SizeExpression(text)
            if size == .maximum && !allowsMaximum { throw TextError("'max' would leave nothing to manage") }
            return size
        }
    }
}

extension ValueForm where Value == Percentage {
    static func percentage(_ range: ClosedRange<Percentage>) -> ValueForm {
        text("a percentage from \"\(range.lowerBound)\" to \"\(range.upperBound)\"") { text throws(TextError) in
            let percentage = try Percentage(text: text)
            guard range.contains(percentage) else { throw TextError("'\(text)' is out of range") }
            return percentage
        }
    }
}

extension ValueForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    static var word: ValueForm {
        let words = Value.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return text("one of \(words)") { text throws(TextError) in
            guard let word = Value(rawValue: text) else { throw TextError("'\(text)' is not known") }
            return word
        }
    }
}

extension ValueForm where Value == UInt16 {
    static var permissions: ValueForm {
        text("octal permission bits as in \"0660\"") { text throws(TextError) in
            guard let bits = UInt16(text, radix: 8), bits <= 0o777, text.allSatisfy(\.isNumber) else {
                throw TextError("'\(text)' is not a mode")
            }
            return bits
        }
    }
}

extension ValueForm where Value == String {
    /// An absolute path of at most `longest` bytes.
    static func path(longest: Int = 4095) -> ValueForm {
        text("an absolute path of at most \(longest) bytes") { text throws(TextError) in
            guard text.hasPrefix("/") else { throw TextError("'\(text)' does not begin with /") }
            guard text.utf8.count <= longest else { throw TextError("the path has \(text.utf8.count) bytes") }
            return text
        }
    }

    static var cgroup: ValueForm {
        text("a cgroup's directory, as in \"machine.slice\" or \"/sys/fs/cgroup/machine.slice\"") {
            text throws(TextError) in
            guard !text.isEmpty else { throw TextError("'' is no directory") }
            return text
        }
    }
}

extension ValueForm where Value == String? {
    /// A group's name; empty for none.
    static var group: ValueForm {
        text("a group's name, or \"\" for none") { text in .some(text.isEmpty ? nil : text) }
    }
}

extension ValueForm where Value == [String] {
    static var paths: ValueForm {
        ValueForm(expected: "a list of absolute paths or globs, as in [\"/run/balloond/guests/*.sock\"]") {
            value throws(TextError) in
            guard case .array(let values) = value else { return nil }
            var paths: [String] = []
            for value in values {
                guard case .string(let path) = value else { throw TextError("the list holds \(value.kind)") }
                guard path.hasPrefix("/") else { throw TextError("'\(path)' does not begin with /") }
                paths.append(path)
            }
            return paths
        }
    }
}

extension ByteCount {
    /// As one types it in the configuration.
    fileprivate var typed: String {
        bytes == 0 ? "0B" : description.replacing(" ", with: "").replacing("iB", with: "")
    }
}
