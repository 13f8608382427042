import BalloonKit
import Glibc

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "dawdles", version: "1", summary: "Answers well, but after a third of a second")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        _ = usleep(333_000)
        return []
    }
}
