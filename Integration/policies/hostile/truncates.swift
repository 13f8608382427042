import BalloonKit
import Glibc

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "truncates", version: "1", summary: "Promises a message of a mebibyte, sends half a line of it and waits")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        let half: [UInt8] = [0, 0x10, 0, 0] + Array("[\"round\",1,[[\"guest0000\",1".utf8)
        _ = write(3, half, half.count)
        while true { _ = pause() }
    }
}
