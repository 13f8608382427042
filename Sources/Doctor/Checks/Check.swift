/// One thing to look at: a pure rule on facts.
public struct Check: Sendable {
    enum Rule: Sendable {
        case host(@Sendable (Facts) -> Judgement)
        /// Also told the host.
        case guest(@Sendable (GuestFacts, HostFacts) -> Judgement)
    }

    /// Stable, in kebab case, named for what is wrong; an entry of docs/doctor.md.
    public let identifier: String
    /// What holds when it passes: `swap is not in use`.
    public let claim: String
    /// Why it matters, in one sentence.
    public let why: String
    let rule: Rule

    public var isOfGuest: Bool { if case .guest = rule { true } else { false } }

    static func host(
        _ identifier: String, claim: String, why: String, _ rule: @escaping @Sendable (Facts) -> Judgement
    ) -> Check { Check(identifier: identifier, claim: claim, why: why, rule: .host(rule)) }

    static func guest(
        _ identifier: String, claim: String, why: String,
        _ rule: @escaping @Sendable (GuestFacts, HostFacts) -> Judgement
    ) -> Check { Check(identifier: identifier, claim: claim, why: why, rule: .guest(rule)) }

    /// Every check there is, memory first.
    public static let all: [Check] =
        daemonChecks + hostMemoryChecks + ksmChecks + statisticsChecks + balloonChecks + guestMemoryChecks
        + processorChecks + cacheChecks + imageChecks + deviceChecks
}
