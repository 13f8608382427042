import BalloonKit
import Glibc

struct Hostile: Policy {
    static let manifest = PolicyManifest(name: "prints", version: "1", summary: "Prints a gigabyte")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        let line = [UInt8](repeating: 0x61, count: 1 << 20)
        for _ in 0..<1024 { _ = write(2, line, line.count) }
        return []
    }
}
