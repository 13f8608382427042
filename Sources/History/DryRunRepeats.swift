import BalloonKit
import Controller

/// In a dry run nothing changes, so that the same is decided again each second: it is remembered once in a while.
struct DryRunRepeats: Sendable {
    private struct Last: Sendable {
        var action: Action
        var target: ByteCount
        var time: MonotonicTime
    }

    private static let interval = Duration.seconds(300)
    private static let most = 4096
    private var last: [String: Last] = [:]

    mutating func isRepeated(_ verdict: Verdict, target: ByteCount, at now: MonotonicTime) -> Bool {
        if let last = last[verdict.guest], last.action == verdict.action, now - last.time < Self.interval {
            let near = Swift.max(ByteCount.mebibytes(64), target.scaled(by: 0.1))
            if (target - last.target).magnitude <= near { return true }
        }
        if last.count >= Self.most { last.removeAll() }
        last[verdict.guest] = Last(action: verdict.action, target: target, time: now)
        return false
    }
}
