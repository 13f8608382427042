import BalloonKit
import Controller

/// The automatic ballooning of Proxmox VE, with its ksmtuned beside it, as it ships.
///
/// A round every 10 s. What is left under the line (its own default is 80 % too) is the goal: over it guests with free
/// memory are shrunk, under it guests without are grown, by shares and at most 100 MiB each. It looks at the guest's
/// `free`, never at its page cache, its swapping or the age of what it said, and at nothing of the future. Not here: the
/// start of a guest at its minimum, which belongs to whoever starts guests.
///
/// Source: proxmox/pve-manager `PVE/AutoBalloon.pm`, `PVE/Service/pvestatd.pm` (rules, written anew).
public struct ProxmoxGovernor: Governor {
    private let settings: ControllerSettings
    private var clock = RuleClock(period: .seconds(10))
    private var ksmtuned = KsmtunedRule(memory: .proportional, sleep: .milliseconds(100))

    private static let deadBand = ByteCount.mebibytes(10)

    public init(settings: ControllerSettings) { self.settings = settings.normalized }

    public var name: String { "proxmox" }
    public var period: Duration? { clock.period }

    public mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool { false }

    public mutating func decide(_ snapshot: Snapshot) -> Decision {
        var ruling = Ruling(snapshot, settings: settings)
        guard clock.strikes(at: snapshot.time) else { return ruling.decision() }
        let goal = settings.watermarks(of: snapshot.pool.total).limit - snapshot.pool.used
        if goal.magnitude > Self.deadBand {
            var round = ProxmoxRound(snapshot.fieldGuests, goal: goal)
            round.run()
            for (guest, target) in round.targets {
                ruling.set(guest, to: target, because: target < guest.actual ? .proxmoxShrink : .proxmoxGrow)
            }
        }
        ruling.ksm = ksmtuned.directive(for: snapshot)
        return ruling.decision()
    }
}

extension Reason.Code {
    static var proxmoxShrink: Self { "proxmox-shrink" }
    static var proxmoxGrow: Self { "proxmox-grow" }
}
