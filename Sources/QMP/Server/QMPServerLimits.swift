/// Bounds of a server session.
public struct QMPServerLimits: Sendable, Hashable {
    /// On one request. Small: requests are short, and a client's nonsense shall cost little.
    public var json: JSONLimits
    /// Requests that may wait for their answer at once; further ones are refused with `GenericError`.
    public var maximumOpenRequests: Int

    public init(
        json: JSONLimits = JSONLimits(maximumBytes: 1 << 20, maximumDepth: 64), maximumOpenRequests: Int = 64
    ) {
        self.json = json
        self.maximumOpenRequests = maximumOpenRequests
    }
}
