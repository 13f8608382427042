import BalloonKit
import Controller
import Simulation

extension Canary {
    static let merging = caps + words + [unmerging]

    private static let caps = [
        Canary("ksm", "scans although the operator paused the pool", in: told(.pausePool)) { decision, snapshot in
            if snapshot.isPaused { decision.scan(5000, every: .milliseconds(20)) }
        },
        Canary("ksm", "scans as fast as it can", in: world(seconds: 90, changing: alike)) { decision, _ in
            decision.scan(200_000, every: .milliseconds(1))
        },
        Canary("ksm", "takes a third more than its cap", in: world(seconds: 90, changing: alike)) { decision, _ in
            decision.scan(18_000, every: .milliseconds(20))
        },
        Canary("ksm", "scans nothing in no time") { decision, snapshot in
            if snapshot.cycle == 20 { decision.scan(0, every: .zero) }
        },
    ]

    private static let words = [
        Canary("ksm-order", "scans although an operator stopped it", in: told(.holdKSM(.stop))) { decision, snapshot in
            if snapshot.cycle == 20 { decision.scan(1000, every: .milliseconds(20)) }
        },
        Canary("ksm-order", "lets go on what an operator stopped", in: told(.holdKSM(.stop), found: scanning)) {
            decision, _ in
            decision.leaveKSM()
        },
        Canary("ksm-order", "does not start when an operator says so", in: told(.holdKSM(.start))) { decision, _ in
            decision.leaveKSM()
        },
        Canary("ksm-order", "gives in to another program without a word", in: rivalled) { decision, snapshot in
            if snapshot.cycle > 20 { decision.leaveKSM() }
        },
        Canary("ksm-found", "stops what others had running", in: told(.holdKSM(.stop), .holdKSM(nil), found: scanning))
        {
            decision, snapshot in
            guard decision.ksm == .stop else { return }
            decision.ksm = .halt
        },
        Canary("ksm-found", "scans and forgets it", in: calm) { decision, snapshot in
            if snapshot.cycle == 20 { decision.scan(100, every: .milliseconds(200)) }
        },
    ]

    private static let unmerging: Canary = {
        var canary = Canary("unmerging", "unmerges what does not fit", in: crowded) { _, _ in }
        canary.mayUnmerge = { _ in true }
        return canary
    }()

    // MARK: Their worlds

    private static let scanning = KSMSetting(run: 1, pagesToScan: 100, sleep: .milliseconds(20))

    private static func alike(_ plan: inout GuestPlan) { plan.duplicates = 0.5 }

    /// An operator speaks at 5 s and, where he speaks again, at 20 s.
    private static func told(
        _ deeds: OperatorAct.Deed..., found: KSMSetting = .initial, for seconds: Double = 60
    ) -> Scenario {
        var scenario = world(seconds: seconds)
        for index in scenario.guests.indices { scenario.guests[index].duplicates = 0.5 }
        scenario.acts = zip([5, 20], deeds).map { OperatorAct(at: $0, $1) }
        scenario.pool.ksmFound = found
        return scenario
    }

    /// Another program stops what an operator started.
    private static let rivalled: Scenario = {
        var scenario = told(.holdKSM(.start))
        scenario.pool.ksmWrites = [KSMWrite(at: 25, run: 0)]
        return scenario
    }()

    /// Merging alone keeps it under the line, and then an operator wants all unmerged.
    private static let crowded: Scenario = {
        var scenario = told(.holdKSM(.start), for: 120)
        scenario.pool.total = .mebibytes(2000)
        for index in scenario.guests.indices {
            scenario.guests[index].limits.floor = .gibibytes(1)
            scenario.guests[index].duplicates = 0.8
            scenario.guests[index].anonymous = .constant(.mebibytes(350))
            scenario.guests[index].touched = .mebibytes(350)
        }
        scenario.acts.append(OperatorAct(at: 60, .unmergeKSM))
        return scenario
    }()
}

extension Decision {
    fileprivate mutating func scan(_ pages: Int, every sleep: Duration) {
        ksm = .run(pagesToScan: pages, sleep: sleep)
        ksmReason = Reason(.balloonsFallShort)
    }

    fileprivate mutating func leaveKSM() {
        ksm = nil
        ksmReason = nil
    }
}
