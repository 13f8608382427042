import BalloonKit

/// A move as a good colleague tells it: what was done, when, because of what, what bounded it, and what came of it.
///
/// `web1 was cut 512 MiB at 14:03:11 because the pool was forecast to reach 81.2 % in 1.3 s; it held 900 MiB idle, the most of 8
/// guests; the step limit bit; 1.4 s later its resident size had fallen 505 MiB`
///
/// It says no more than the record holds: `was cut` only where the guest is known to have arrived at its target.
public struct MoveTelling {
    private let move: MoveReport
    private let clock: (UnixTime) -> String

    /// - Parameters:
    ///   - move: as it was recorded.
    ///   - clock: writes a moment as the reader's clock shows it: `14:03:11`.
    public init(_ move: MoveReport, clock: @escaping (UnixTime) -> String) {
        self.move = move
        self.clock = clock
    }

    /// All of it, without a full stop. The guest's name and QEMU's words in it are as they came.
    public var sentence: String { "\(move.guest) \(account)" }

    /// ``sentence`` without the guest's name.
    public var account: String {
        var clauses = [deed + " at " + clock(move.time) + MoveCause(move).clause]
        clauses += move.guardrails.map(PastReason.guardrail)
        clauses += [move.isDryRun ? "it was a dry run, nothing was sent" : MoveEnding(move).clause].compactMap(\.self)
        return clauses.joined(separator: "; ")
    }

    private var deed: String {
        if PastReason.isEasing(move.reason.code) {
            return move.isDryRun ? "would have been let off at \(move.target)" : "was let off at \(move.target)"
        }
        return move.isReclaim ? cut : gift
    }

    private var cut: String {
        let amount = move.amount.map { "\($0)" } ?? "to \(move.target)"
        if move.isDryRun { return "would have been cut \(amount)" }
        if move.hasArrived { return "was cut \(amount)" }
        return move.amount.map { "was asked for \($0)" } ?? "was asked to come down to \(move.target)"
    }

    private var gift: String {
        let got = move.amount.map { "\($0) back" } ?? "all of \(move.target)"
        if move.isDryRun { return "would have got \(got)" }
        if move.hasArrived { return "got \(got)" }
        return move.amount.map { "was offered \($0) more" } ?? "was offered \(move.target)"
    }
}

extension MoveReport {
    /// Towards less. What the guest saw decides, and where that is unknown the record's own word.
    public var isReclaim: Bool { actual.map { target < $0 } ?? (action == "reclaim") }

    /// By how much it was to change.
    public var amount: ByteCount? { actual.map { (target - $0).magnitude } }

    var hasArrived: Bool { outcome?.state == "arrived" }
}
