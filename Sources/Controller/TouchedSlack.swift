import BalloonKit

/// Memory that a guest sees beyond its working set and reserve, and what taking it may return.
///
/// Nothing is sure: a balloon takes pages of the guest's choice, and those that were never touched return nothing. But
/// guests hand out what was freed last, so a guest that touched memory and freed it returns most of that first
/// (measured: 100 MiB touched and freed of 512 MiB, cut to 256 MiB: 88 MiB came back). Taking slack costs the guest
/// nothing that it needs, so it is taken before any reserve is.
struct TouchedSlack: Sendable {
    /// What the guest sees at its standing target, beyond working set, reserve and floor.
    let slack: ByteCount
    /// What can come back of it: resident memory that the working set does not explain.
    let expected: ByteCount
    /// Touched part of what the balloon can take, 0 ... 1.
    private let density: Double

    init(_ assessment: GuestAssessment, of guest: borrowing Snapshot.Guest, holding: ByteCount) {
        guard let workingSet = assessment.workingSet else {
            slack = .zero
            expected = .zero
            density = 0
            return
        }
        let kept = Swift.max(assessment.floor ?? .zero, workingSet + assessment.reserve)
        slack = (guest.standing - kept).clampedToZero
        let used = workingSet - Self.kernelShare(of: guest.sample)
        let touched = holding - used
        density = touched.fraction(of: guest.standing - used)
        expected = Swift.min(slack, touched.clampedToZero)
    }

    /// How far to cut for `amount` to come back.
    func cut(returning amount: ByteCount) -> ByteCount {
        density > 0 ? amount.scaled(by: 1 / Swift.min(density, 1)) : .max
    }

    /// What the guest's kernel set aside at boot: it counts as working set, but most of it is never touched.
    private static func kernelShare(of sample: borrowing GuestSample) -> ByteCount {
        guard let actual = sample.actual, let total = sample.reported?.total else { return .zero }
        return (actual - total).clamped(from: .zero, to: actual.scaled(by: 1.0 / 8))
    }

    /// What a cut by `amount` may return.
    func expected(of amount: ByteCount) -> ByteCount {
        expected.scaled(by: Swift.min(amount, slack).fraction(of: slack))
    }
}
