import BalloonKit
import Glibc

struct Hostile: Policy {
    static let manifest = PolicyManifest(name: "loops", version: "1", summary: "Never answers")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        while true { _ = getppid() }
    }
}
