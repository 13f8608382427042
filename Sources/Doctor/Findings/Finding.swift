/// What one check found, of the host or of one guest.
public struct Finding: Sendable, Hashable {
    /// Stable, in kebab case, an entry of docs/doctor.md.
    public var identifier: String
    public var severity: Severity
    /// Nil for the host.
    public var guest: String?
    public var seen: String
    public var why: String
    public var remedies: [Remedy]

    public init(
        identifier: String, severity: Severity, guest: String? = nil, seen: String, why: String, remedies: [Remedy]
    ) {
        self.identifier = identifier
        self.severity = severity
        self.guest = guest
        self.seen = seen
        self.why = why
        self.remedies = remedies
    }

    /// Where it is explained.
    public var link: String { "docs/doctor.md#\(identifier)" }
}
