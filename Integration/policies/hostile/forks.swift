import BalloonKit
import Glibc

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "forks", version: "1", summary: "Makes processes without end, which outlive it if they can")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        // Swift hides fork(): it is there all the same.
        typealias Fork = @convention(c) () -> pid_t
        guard let symbol = dlsym(nil, "fork") else { return [] }
        let fork = unsafeBitCast(symbol, to: Fork.self)
        var made = 0
        for _ in 0..<64 {
            let child = fork()
            if child == 0 { for _ in 0..<600 { _ = usleep(100_000) }; _exit(0) }
            if child > 0 { made += 1 }
        }
        print("forks: \(made) of 64 processes made")
        return []
    }
}
