import BalloonKit
import Glibc

/// Runs while the library is being loaded, before anybody has asked it anything.
@used @section(".init_array")
let constructor: @convention(c) () -> Void = { _ = sleep(3600) }

struct Hostile: Policy {
    static let manifest = PolicyManifest(name: "sleeps", version: "1", summary: "Never ends to load")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] { [] }
}
