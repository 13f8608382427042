import BalloonKit

/// A host, its guests and what happens to them, from beginning to end.
public struct Scenario: Sendable, Hashable {
    /// In kebab case.
    public var name: String
    /// What happens and what is to be learnt from it, in a sentence.
    public var summary: String
    /// Seconds.
    public var duration: Double
    public var pool: PoolPlan
    public var guests: [GuestPlan]
    public var acts: [OperatorAct] = []
    /// Nothing in it calls for a command: the right number is 0.
    public var isCalm = false
    /// The hour of a Monday at which it begins, 0 ..< 24: for policies that look at the clock.
    public var hour = 9.0

    public init(_ name: String, _ summary: String, duration: Double, pool: PoolPlan, guests: [GuestPlan]) {
        self.name = name
        self.summary = summary
        self.duration = duration
        self.pool = pool
        self.guests = guests
    }
}
