import BalloonKit
import Glibc

struct Hostile: Policy {
    static let manifest = PolicyManifest(name: "closes", version: "1", summary: "Closes every descriptor that it has")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        for descriptor in Int32(0)..<1024 { _ = close(descriptor) }
        return []
    }
}
