import BalloonKit
import Controller

/// What befalls a host's same-page merging, drawn by lot: what was found, who else writes, what operators say.
///
/// Most hosts have none of it.
struct SwarmMerging {
    /// Its own: other lots must not change with these. Its number is one with which no seed that is kept has any of it.
    private var random: SplitMix64
    /// Seconds from which on nothing happens.
    private let end: Double

    private static let deeds: [OperatorAct.Deed] = [.holdKSM(.start), .holdKSM(.stop), .unmergeKSM, .retuneKSM]

    init(seed: UInt64, end: Double) {
        random = SplitMix64(seed: seed ^ 0x6b73_6d74)
        self.end = end
    }

    mutating func befall(_ scenario: inout Scenario) {
        if random.happens(0.1) { scenario.pool.ksmFound = setting() }
        if random.happens(0.2) { scenario.acts += words() }
        if random.happens(0.16) {
            if random.happens(0.4) { scenario.pool.ksmWrites = accidents() } else { rival(&scenario) }
        }
        if random.happens(0.1) { scenario.acts += pauses() }
    }

    private mutating func setting() -> KSMSetting {
        KSMSetting(
            run: random.pick([1, 1, 1, 2], or: 1), pagesToScan: random.pick([64, 100, 1250, 5000], or: 100),
            sleep: .milliseconds(random.pick([10, 20, 200], or: 20)))
    }

    /// An operator takes KSM into his hand, and mostly gives it back.
    private mutating func words() -> [OperatorAct] {
        var acts: [OperatorAct] = []
        for _ in 1...random.integer(1...3) {
            let time = random.number(1, end)
            let deed = random.pick(Self.deeds, or: .retuneKSM)
            acts.append(OperatorAct(at: time, deed))
            guard deed != .retuneKSM, random.happens(0.8) else { continue }
            acts.append(OperatorAct(at: random.number(time, end), .holdKSM(nil)))
        }
        return acts
    }

    /// The pool is paused for a minute each, perhaps in the middle of merging.
    private mutating func pauses() -> [OperatorAct] {
        (1...random.integer(1...4)).flatMap { _ in
            let time = random.number(1, end)
            return [OperatorAct(at: time, .pausePool), OperatorAct(at: min(time + 60, end), .resumePool)]
        }
    }

    /// Somebody writes once or a few times, whatever comes to his mind.
    private mutating func accidents() -> [KSMWrite] {
        (1...random.integer(1...4)).map { _ in
            var write = KSMWrite(at: random.number(1, end))
            write.run = random.pick([0, 0, 1, 1, 2, nil], or: 0)
            write.pagesToScan = random.pick([nil, 100, 1000, 20_000], or: nil)
            return write
        }
    }

    /// A program that writes the same again and again, as ksmtuned does each minute, for a time or until all is quiet; mostly
    /// against an operator's word.
    private mutating func rival(_ scenario: inout Scenario) {
        let period = random.pick([7.0, 20, 60], or: 60)
        let begin = random.number(1, end * 0.7)
        let stop = min(begin + random.number(6 * period, 40 * period), end)
        let run = random.pick([0, 1], or: 0)
        let pages: Int? = run == 1 ? random.pick([64, 1250], or: 64) : nil
        if random.happens(0.7) { scenario.acts.append(OperatorAct(at: begin, .holdKSM(run == 1 ? .stop : .start))) }
        scenario.pool.ksmWrites = stride(from: begin, through: stop, by: period).map {
            KSMWrite(at: $0, run: run, pagesToScan: pages, sleep: pages.map { _ in .milliseconds(10) })
        }
    }
}
