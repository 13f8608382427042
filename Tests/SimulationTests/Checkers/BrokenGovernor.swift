import BalloonKit
import Controller

/// The real governor, and somebody who spoils what it decides.
struct BrokenGovernor: Governor {
    typealias Spoil = @Sendable (inout Decision, Snapshot) -> Void

    private var inner = ControllingGovernor(Controller(settings: ControllerSettings()))
    private let spoil: Spoil

    init(_ spoil: @escaping Spoil) { self.spoil = spoil }

    var name: String { "broken" }
    var period: Duration? { nil }

    mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool { inner.sense(pool, at: time) }

    mutating func decide(_ snapshot: Snapshot) -> Decision {
        var decision = inner.decide(snapshot)
        spoil(&decision, snapshot)
        return decision
    }
}

extension Decision {
    /// Makes the verdict on one guest a command, with nothing else changed.
    mutating func command(_ action: Action, _ index: Int, to target: ByteCount) {
        guard verdicts.indices.contains(index) else { return }
        verdicts[index].action = action
        verdicts[index].proposed = target
        verdicts[index].target = target
        verdicts[index].reason = Reason(action == .reclaim ? .idleMemory : .calm)
        verdicts[index].guardrails = []
    }
}
