import BalloonKit
import QMP

/// A size in an argument: as a person typed it (`"1G"`, `"75%"`, `"max"`), or an integer of bytes.
public enum TypedSize: ControlValue {
    case text(String)
    case bytes(ByteCount)

    public init(json: JSONValue, path: String) throws(FieldError) {
        if let text = json.string {
            self = .text(text)
        } else if case .integer(let bytes) = json {
            self = .bytes(ByteCount(bytes))
        } else {
            throw FieldError(
                path: path, expected: "a size such as \"512M\", \"75%\" or \"max\", or an integer of bytes")
        }
    }

    public var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .bytes(let amount): .integer(amount.bytes)
        }
    }

    /// What was meant.
    /// - Throws: `TextError` when the text is no size or the bytes are negative.
    public func expression() throws(TextError) -> SizeExpression {
        switch self {
        case .text(let text): return try SizeExpression(text)
        case .bytes(let amount):
            guard amount >= .zero else { throw TextError("\(amount.bytes) bytes is less than nothing") }
            return .bytes(amount)
        }
    }
}
