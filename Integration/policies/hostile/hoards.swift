import BalloonKit
import Glibc

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "hoards", version: "1", summary: "Allocates and touches memory without end")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        var hoard: [[UInt8]] = []
        // Without end, but for a machine on which nobody stops it.
        while hoard.count < 128 {
            hoard.append([UInt8](repeating: UInt8(truncatingIfNeeded: hoard.count), count: 16 << 20))
        }
        print("hoards: 2 GiB allocated")
        return []
    }
}
