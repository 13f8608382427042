import BalloonKit
import Controller

/// Nothing can stop an unmerging half-way: 1.6 GiB a second come back.
///
/// No directive of a governor can say it; it is the daemon's answer to an operator that is judged, by the true amount.
public struct UnmergingChecker: Checker {
    public let name = "unmerging"
    public let rule = "Merged memory is unmerged only where all of it fits under the high watermark."

    private var last: Unmerging?

    public init() {}

    public mutating func check(_ cycle: CheckedCycle, _ findings: inout Findings) {
        guard let unmerging = cycle.world.lastUnmerging, unmerging != last else { return }
        last = unmerging
        // Where nothing is merged it is an empty order, whatever the pool holds.
        guard unmerging.saved > .zero else { return }
        findings.measure("MiB unmerged at once", Int(unmerging.saved.bytes >> 20))
        let expected = unmerging.used + unmerging.saved + unmerging.heldRoom
        let high = cycle.decision.watermarks.high
        guard expected > high else { return }
        findings.add(self, nil, "unmerged \(unmerging.saved): \(expected) is more than \(high)")
    }
}
