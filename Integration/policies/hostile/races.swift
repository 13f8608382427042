import BalloonKit
import Glibc

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "races", version: "1", summary: "Comes back from its round on another thread, and goes on writing")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { _ in
                let message: [UInt8] = [0, 0, 0, 14] + Array("[\"round\",1,[]]".utf8)
                while true { _ = write(3, message, message.count) }
            }, nil)
        print("races: thread \(code == 0 ? "made" : "refused")")
        return []
    }
}
