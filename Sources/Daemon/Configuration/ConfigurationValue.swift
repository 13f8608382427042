import TOMLKit

/// A TOML value, as far as configuration needs it.
enum ConfigurationValue: Sendable, Hashable {
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case array([ConfigurationValue])
    /// Dates and times: no key takes them.
    case other(String)

    /// With its article, for messages.
    var kind: String {
        switch self {
        case .string: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .array: "a list"
        case .other(let kind): "a \(kind)"
        }
    }

    init(_ value: any TOMLValueConvertible) {
        switch value.type {
        case .string: self = value.string.map { .string($0) } ?? .other("text")
        case .int: self = value.int.map { .integer($0) } ?? .other("number")
        case .double: self = value.double.map { .number($0) } ?? .other("number")
        case .bool: self = value.bool.map { .boolean($0) } ?? .other("truth value")
        case .array:
            let array = value.array
            self = .array((0..<(array?.count ?? 0)).compactMap { index in array.map { ConfigurationValue($0[index]) } })
        case .table: self = .other("table")
        case .date: self = .other("date")
        case .time: self = .other("time")
        case .dateTime: self = .other("date with time")
        }
    }
}
