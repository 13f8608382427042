import BalloonKit
import Controller

/// A scenario played for a daemon outside: the world that ``Simulator`` runs, moved on by somebody with a clock, with the
/// same figures.
///
/// No clock and no I/O here. Between two steps the daemon's bytes and what it wrote to the kernel's files are handed in;
/// they take effect in the next step, as a simulated governor's commands do.
public struct ServedRun {
    private var simulator: Simulator<ServedChannel>
    private var acts: [OperatorAct]
    /// The last step's.
    public private(set) var now = Moment(milliseconds: 0)

    /// How much a step is, in milliseconds.
    public static var stepMilliseconds: Int64 { Simulator<ServedChannel>.stepMilliseconds }

    /// The world at its beginning.
    public init(_ scenario: Scenario, seed: UInt64 = 1) {
        acts = scenario.acts.sorted { $0.time < $1.time }
        // The governor is never asked: nobody calls `control`.
        simulator = Simulator(scenario, seed: seed) { ControllingGovernor(Controller(settings: ControllerSettings())) }
        live()
    }

    public var scenario: Scenario { simulator.scenario }
    public var isOver: Bool { now.time + Simulator<ServedChannel>.step / 2 >= scenario.duration }

    /// Moves the world on.
    public mutating func step() {
        guard !isOver else { return }
        now = Moment(milliseconds: now.milliseconds + Self.stepMilliseconds)
        live()
    }

    private mutating func live() {
        simulator.live(to: now)
        simulator.count(at: now)
    }

    // MARK: What the host shows

    public var pool: PoolSample { simulator.host.sample(ksm: simulator.ksmSample) }

    /// All that ever were, by name; those that have ended say so.
    public var guests: [ServedGuest] {
        simulator.members.map { member in
            ServedGuest(
                number: member.number, name: member.guest.plan.name, maximum: member.guest.plan.maximum,
                resident: member.guest.resident, overhead: member.guest.plan.overhead,
                merged: simulator.merging.merged(of: member.number), isMeasured: member.guest.plan.isMeasured,
                end: member.end)
        }
    }

    /// Somebody wrote these to the files of same-page merging.
    public mutating func setKSM(run: Int, pagesToScan: Int, sleep: Duration) {
        guard scenario.pool.hasKSM else { return }
        simulator.merging.set(run: run, pagesToScan: pagesToScan, sleep: sleep)
    }

    /// What operators do up to now, each once.
    public mutating func takeActs() -> [OperatorAct] {
        let due = acts.prefix { $0.time <= now.time }
        acts.removeFirst(due.count)
        return Array(due)
    }

    /// So far; cycles and alarms are known to the daemon alone.
    public var figures: Figures {
        var simulator = simulator
        if !isOver {
            for index in simulator.members.indices where simulator.members[index].isRunning {
                simulator.addTotals(of: index)
            }
        }
        for member in simulator.members {
            simulator.figures.commands += member.channel.commands
            simulator.figures.flips += member.channel.flips
        }
        return simulator.figures
    }

    // MARK: The guests' sockets

    /// Whether the guest's QEMU accepts and reads now; no for a number that nobody has.
    public func isAttentive(_ number: Int) -> Bool { channel(number)?.isAttentive(at: now) ?? false }
    /// Whether a client has set it up: what a daemon does first.
    public func reportsRegularly(_ number: Int) -> Bool { channel(number)?.reportsRegularly ?? false }

    public mutating func connect(_ number: Int) {
        guard let index = index(of: number) else { return }
        simulator.members[index].channel.connect(at: now)
    }

    public mutating func disconnect(_ number: Int) {
        guard let index = index(of: number) else { return }
        simulator.members[index].channel.disconnect()
    }

    public mutating func receive(_ bytes: [UInt8], from number: Int) {
        guard let index = index(of: number) else { return }
        simulator.members[index].hear(bytes, at: now)
    }

    public mutating func takeOutput(of number: Int) -> ServedChannel.Output {
        guard let index = index(of: number) else { return ServedChannel.Output() }
        return simulator.members[index].channel.takeOutput(at: now)
    }

    private func channel(_ number: Int) -> ServedChannel? {
        index(of: number).map { simulator.members[$0].channel }
    }

    private func index(of number: Int) -> Int? { simulator.members.firstIndex { $0.number == number } }
}

extension Member<ServedChannel> {
    fileprivate mutating func hear(_ bytes: [UInt8], at now: Moment) { channel.receive(bytes, &guest, at: now) }

    /// How its QEMU ended; nil while it runs.
    fileprivate var end: QEMUEnd? { isRunning ? nil : channel.end }
}
