import BalloonKit

struct Hostile: Policy {
    static let manifest = PolicyManifest(
        name: "babbles", version: "1",
        summary: "Answers with more than anybody wants to read, in letters that terminals obey")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        let noise = String(repeating: "\u{1B}[2J\u{7}\r\n\u{0}\"\\\u{202E}", count: 2000)
        return briefing.assessments.flatMap { guest in
            (0..<100).map { _ in Proposal(guest: guest.name, target: .zero, reason: Reason("babble", remark: noise)) }
        }
    }
}
