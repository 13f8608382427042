import BalloonKit

/// The smallest size, step by step, at which a guest never waits for memory: its need now, and what its balloon must have begun
/// to give back by now for its need later.
struct Envelope {
    private let needs: [ByteCount]
    private let start: Int

    /// The last pages its kernel keeps to itself, and as much again for rounding. Less than what its page cache would fill.
    static let slack = ByteCount.mebibytes(8)

    /// - Parameters:
    ///   - plan: Its curve says what is needed when.
    ///   - steps: Of the scenario.
    ///   - step: Seconds.
    ///   - canMove: Whether a target can be sent to it at a step; where not, it must have what it needs already.
    init(_ plan: GuestPlan, steps: Int, step: Double, canMove: (Double) -> Bool) {
        start = max(0, Int(plan.arrives / step))
        let end = min(steps, plan.departs.map { Int($0 / step) + 1 } ?? steps)
        var needs = [ByteCount](repeating: .zero, count: max(0, end - start + 1))
        let back = plan.deflateRate.scaled(by: step)
        var next = ByteCount.zero
        for index in needs.indices.reversed() {
            let time = Double(start + index) * step
            let need = min(plan.maximum, plan.kernel + plan.anonymous.amount(at: time) + Self.slack)
            // What a step's deflation can still give may wait; where nothing can be sent, nothing may.
            let ahead = canMove(time + step) ? next - back : next
            next = max(need, ahead)
            needs[index] = next
        }
        self.needs = needs
    }

    func size(at index: Int) -> ByteCount {
        needs.isEmpty ? .zero : needs[min(max(0, index - start), needs.count - 1)]
    }
}
