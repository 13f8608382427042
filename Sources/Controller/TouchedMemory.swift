import BalloonKit

/// What a guest's balloon can return to the host: memory that it touched and does not need, and what a cut brings of it.
///
/// Two things are known. Sure: with a target of T no more than T stays resident. Likely: a balloon takes free pages of the
/// guest's choice, those that were freed last first, so most of a cut returns at once, long before the sure part begins
/// (measured: 100 MiB touched and freed of 512 MiB, cut to 256 MiB: 88 MiB came back). What part it was the last time is
/// measured, guest by guest.
struct TouchedMemory: Sendable, Hashable {
    /// What the guest sees, or will once its standing target is reached.
    let standing: ByteCount
    /// Resident memory that the standing target leaves it.
    let holding: ByteCount
    /// Of that, what its working set does not explain.
    let touched: ByteCount
    /// Of each inflated byte, what comes back while there is something to come: 0.05 ... 1.
    let yield: Double

    init(_ assessment: GuestAssessment, of guest: borrowing Snapshot.Guest) {
        standing = guest.standing
        holding = assessment.holding(of: guest)
        yield = assessment.yield
        guard let workingSet = assessment.workingSet else {
            touched = .zero
            return
        }
        touched = (holding - (workingSet - Self.kernelShare(of: guest.sample))).clamped(from: .zero, to: holding)
    }

    /// What comes back when the guest is cut down to `target`.
    func returned(at target: ByteCount) -> ByteCount {
        let cut = (standing - target).clampedToZero
        return Swift.max(holding - target, Swift.min(touched, cut.scaled(by: yield))).clampedToZero
    }

    /// How far to cut for `amount` to come back.
    func target(returning amount: ByteCount) -> ByteCount {
        guard amount > .zero else { return standing }
        let sure = holding - amount
        guard amount <= touched else { return sure }
        return Swift.max(sure, standing - amount.scaled(by: 1 / yield))
    }

    /// What the guest's kernel set aside at boot: it counts as working set, but most of it is never touched.
    private static func kernelShare(of sample: borrowing GuestSample) -> ByteCount {
        guard let actual = sample.actual, let total = sample.reported?.total else { return .zero }
        return (actual - total).clamped(from: .zero, to: actual.scaled(by: 1.0 / 8))
    }
}
