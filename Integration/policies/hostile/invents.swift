import BalloonKit

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "invents", version: "1",
        summary: "Proposes for guests that do not exist, and for each that does twice")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        let names = ["", "nobody", "../../etc/passwd", String(repeating: "x", count: 10_000), "guest 0000"]
        let strangers = (0..<10).map { "stranger\($0)" }
        let doubles = briefing.assessments.flatMap { [$0.name, $0.name] }
        return (names + strangers + doubles).map { name in
            Proposal(guest: name, target: .mebibytes(400), reason: Reason("invented"))
        }
    }
}
