import BalloonKit

@testable import Controller

/// A kernel that does at once what it is told, a governor, and a clock that goes in seconds.
struct KSMBench {
    var sample = KSMSample(run: 0, pagesToScan: 100, sleep: .milliseconds(20))
    var state = KSMState()
    var settings = KSMSettings()
    var order = KSMOrder()
    var mergeable = ByteCount.gibibytes(1)
    /// Of a pool of 10 GiB with its limit at 8.
    var room = ByteCount.gibibytes(4)
    var isNow = false
    /// Somebody carries out what is asked.
    var isObeyed = true
    private(set) var second = 0

    static let marks = Watermarks(limit: .gibibytes(8), high: .mebibytes(7885), low: .mebibytes(7373))

    mutating func step(seconds: Int = 1) -> (code: Reason.Code, directive: KSMDirective)? {
        second += seconds
        let need = KSMNeed(isNow: isNow, used: Self.marks.limit - room, idle: .zero, marks: Self.marks)
        let situation = KSMSituation(
            sample: sample, need: need, mergeable: mergeable, order: order, time: MonotonicTime(.seconds(second)))
        guard let (directive, reason) = KSMGovernor(settings: settings).decide(situation, &state) else { return nil }
        if isObeyed { obey(directive) }
        return (reason.code, directive)
    }

    /// Balloons fall short, until something is decided; that.
    mutating func begin() -> (code: Reason.Code, directive: KSMDirective)? {
        isNow = true
        for _ in 0..<3 {
            if let answer = step() { return answer }
        }
        return nil
    }

    private mutating func obey(_ directive: KSMDirective) {
        switch directive {
        case .run(let pages, let sleep):
            sample.run = 1
            sample.pagesToScan = pages
            sample.sleep = sleep
        case .stop, .halt: sample.run = 0
        }
    }

    /// A full scan that ended, with this much saved by now.
    mutating func scan(saving saved: ByteCount, profit: ByteCount? = nil) {
        sample.fullScans += 1
        sample.pagesSharing = saved.bytes / 4096
        sample.pagesShared = 1000
        sample.pagesUnshared = 200_000
        sample.generalProfit = profit
    }

    /// Into the settled state, with 400 MiB merged.
    mutating func settle() {
        _ = begin()
        for saved in [0, 400, 400, 400] {
            scan(saving: .mebibytes(Int64(saved)))
            _ = step()
        }
    }
}
