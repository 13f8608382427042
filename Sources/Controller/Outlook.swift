/// What the pool was expected to reach when a verdict was made: the "because" of its explanation.
public struct Outlook: Sendable, Hashable {
    /// Predicted used memory as a share of the pool, 0 ... 1 and above.
    public var usage: Double
    /// How far ahead that is.
    public var within: Duration

    public init(usage: Double, within: Duration) {
        self.usage = usage
        self.within = within
    }
}
