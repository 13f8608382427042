import BalloonKit
import Controller

/// MOM's KSM rule: ksmtuned's boost and decay, on the virtual size of guests, so that it starts early.
///
/// A snapshot has no virtual sizes; a guest's maximum, which is the largest part of it, stands for them.
struct MOMKSMRule: Sendable {
    private static let boost = 300
    private static let decay = 50
    private static let pagesRange = 64...1250
    private static let sleep = Duration.milliseconds(10)

    private let threshold: Double

    /// - Parameter threshold: Free share of the host under which scanning is boosted.
    init(threshold: Double) { self.threshold = threshold }

    func directive(for snapshot: Snapshot, averageFree: ByteCount) -> KSMDirective? {
        let pool = snapshot.pool
        guard let ksm = pool.ksm else { return nil }
        let least = pool.total.scaled(by: threshold)
        let isPlenty = least + shareable(snapshot) < pool.total && averageFree > least
        guard !isPlenty else { return KSMDirective.halt.ifNew(to: ksm) }
        let range = Self.pagesRange
        let pages = Swift.min(Swift.max(ksm.pagesToScan, 0), range.upperBound)
        let next = pages + (pool.available < least ? Self.boost : -Self.decay)
        return KSMDirective.run(
            pagesToScan: Swift.min(Swift.max(next, range.lowerBound), range.upperBound),
            sleep: Self.sleep.onHost(of: pool.total)
        ).ifNew(to: ksm)
    }

    private func shareable(_ snapshot: Snapshot) -> ByteCount {
        snapshot.guests.reduce(.zero) {
            $0 + Swift.max($1.sample.maximum ?? .zero, $1.sample.resident ?? .zero).clampedToZero
        }
    }
}
