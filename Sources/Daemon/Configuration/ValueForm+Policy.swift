import BalloonKit

// What `[policy]` and annotations need beyond the other tables.

extension ValueForm where Value == String {
    /// A policy by its name, or a plugin by its absolute path.
    static var policy: ValueForm {
        ValueForm(expected: policyExpected) { value throws(TextError) in
            guard case .string(let text) = value else { return nil }
            return try policyName(text)
        }
    }

    /// - Parameter key: what it is called, which is checked too.
    static func annotation(named key: String) -> ValueForm {
        let expected = "a text of at most \(Annotations.longestValue) bytes"
        return ValueForm(expected: expected) { value throws(TextError) in
            guard case .string(let text) = value else { return nil }
            if let problem = Annotations.problem(key: key) ?? Annotations.problem(value: text) {
                throw TextError(problem)
            }
            return text
        }
    }
}

extension ValueForm where Value == String? {
    static var policyOrNone: ValueForm {
        ValueForm(expected: policyExpected + ", or \"\" for none") { value throws(TextError) in
            guard case .string(let text) = value else { return nil }
            return .some(text.isEmpty ? nil : try policyName(text))
        }
    }
}

extension ValueForm where Value == Double {
    /// A number of any kind; what is in range, the policy says.
    static var number: ValueForm {
        ValueForm(expected: "a number") { value throws(TextError) in
            switch value {
            case .integer(let number): return Double(number)
            case .number(let number):
                guard number.isFinite else { throw TextError("\(number) cannot be counted with") }
                return number
            default: return nil
            }
        }
    }
}

extension ValueForm where Value == [String] {
    /// Absolute directories, at most so many.
    static func directories(most: Int) -> ValueForm {
        let expected = "a list of at most \(most) absolute paths, as in [\"/etc/balloond/policies\"]"
        return ValueForm(expected: expected) { value throws(TextError) in
            guard case .array(let values) = value else { return nil }
            guard values.count <= most else { throw TextError("the list holds \(values.count)") }
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

private let policyExpected = "a policy's name as in \"office-hours\", or its absolute path"

private func policyName(_ text: String) throws(TextError) -> String {
    if text.hasPrefix("/") {
        guard text.utf8.count <= 4095 else { throw TextError("the path has \(text.utf8.count) bytes") }
        return text
    }
    let isName = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard !text.isEmpty, text.utf8.count <= 64, isName else {
        throw TextError("'\(text)' is no policy's name: those have lower-case letters, digits and dashes, at most 64")
    }
    return text
}
