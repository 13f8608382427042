import BalloonKit
import ControlProtocol
import Controller

/// One cycle as history sees it: what was known and decided, and when that was by the wall clock.
public struct CycleObservation: Sendable {
    public var snapshot: Snapshot
    public var decision: Decision
    /// When it was decided; rows outlive the daemon, whose monotonic time means nothing after a restart.
    public var wall: UnixTime
    /// Decided and told, not sent.
    public var isDryRun: Bool

    public init(snapshot: Snapshot, decision: Decision, wall: UnixTime, isDryRun: Bool = false) {
        self.snapshot = snapshot
        self.decision = decision
        self.wall = wall
        self.isDryRun = isDryRun
    }

    /// A guest with its verdict; nil when it was not there. Both lists are sorted by name.
    func guest(_ name: String) -> (guest: Snapshot.Guest, verdict: Verdict)? {
        var low = 0
        var high = Swift.min(snapshot.guests.count, decision.verdicts.count)
        let count = high
        while low < high {
            let middle = (low + high) / 2
            if snapshot.guests[middle].sample.name < name { low = middle + 1 } else { high = middle }
        }
        guard low < count, snapshot.guests[low].sample.name == name, decision.verdicts[low].guest == name else {
            return nil
        }
        return (snapshot.guests[low], decision.verdicts[low])
    }
}
