import QMP

/// Puts typed fields into an object, in the order of the calls.
public struct FieldWriter: Sendable {
    public private(set) var object = JSONObject()

    public init() {}

    /// Adds a field; nil leaves it out.
    public mutating func add(_ key: String, _ value: (some ControlValue)?) {
        guard let value else { return }
        object[key] = value.json
    }

    /// Adds a field that readers look for even when there is nothing to say: nil becomes null.
    public mutating func addOrNull(_ key: String, _ value: (some ControlValue)?) {
        object[key] = value?.json ?? .null
    }
}
