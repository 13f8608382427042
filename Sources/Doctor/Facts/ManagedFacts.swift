import BalloonKit

/// A guest as the daemon reports it.
public struct ManagedFacts: Sendable, Hashable {
    /// A `GuestState` by its raw value.
    public var state: String
    public var reason: String?
    public var maximum: ByteCount?
    public var floor: ByteCount?
    public var resident: ByteCount?
    public var socket: String?
    public var annotations: [String: String]

    public init(
        state: String, reason: String? = nil, maximum: ByteCount? = nil, floor: ByteCount? = nil,
        resident: ByteCount? = nil, socket: String? = nil, annotations: [String: String] = [:]
    ) {
        self.state = state
        self.reason = reason
        self.maximum = maximum
        self.floor = floor
        self.resident = resident
        self.socket = socket
        self.annotations = annotations
    }
}
