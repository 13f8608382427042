/// What may stand in a guest's annotations, whoever sets them: free keys and values, bounded, fit to be shown.
enum Annotations {
    /// Keys of one guest, from the configuration and from operators each.
    static let mostKeys = 64
    /// Bytes of a key.
    static let longestKey = 64
    /// Bytes of a value.
    static let longestValue = 256

    /// Why a key cannot be used; nil when it can. An equals sign would end it on a command line.
    static func problem(key: String) -> String? {
        guard !key.isEmpty, key.utf8.count <= longestKey else {
            return "a key has 1 to \(longestKey) bytes, not \(key.utf8.count)"
        }
        guard key.unicodeScalars.allSatisfy({ isShown($0) && $0 != "=" && !$0.properties.isWhitespace }) else {
            return "a key has no blanks, equals signs or control characters"
        }
        return nil
    }

    /// Why a value cannot be used; nil when it can. It may be empty.
    static func problem(value: String) -> String? {
        guard value.utf8.count <= longestValue else {
            return "a value has at most \(longestValue) bytes, not \(value.utf8.count)"
        }
        return value.unicodeScalars.allSatisfy(isShown) ? nil : "a value has no control characters"
    }

    /// Why there cannot be so many; nil when there can.
    static func problem(count: Int) -> String? {
        count <= mostKeys ? nil : "\(count) are too many: a guest has at most \(mostKeys)"
    }

    /// The configuration's with the operators' over them.
    static func merged(_ configured: [String: String], with set: [String: String]) -> [String: String] {
        set.isEmpty ? configured : configured.merging(set) { _, set in set }
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}
