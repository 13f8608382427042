import BalloonKit
import QMP

/// Who decides, who watches, and who could: the reply of `query-policy`.
public struct PolicyReport: ControlRecord {
    public var active: PolicyStatus
    /// The policy that runs beside it and changes nothing; nil while there is none.
    public var shadow: PolicyStatus?
    /// `policy.use` of the configuration, which a restart or reload goes back to.
    public var configured: String
    /// Why the built-in policy decided the last cycle in the active one's place; nil when it did not.
    public var standIn: ReasonReport?
    /// A plugin must answer within it.
    public var deadline: Duration
    /// A plugin that failed so many times in a row is quarantined.
    public var mostFailures: Int
    /// The plugins in the configured directories, by name.
    public var available: [PolicyFileReport]

    public init(
        active: PolicyStatus, shadow: PolicyStatus? = nil, configured: String, standIn: ReasonReport? = nil,
        deadline: Duration, mostFailures: Int, available: [PolicyFileReport] = []
    ) {
        self.active = active
        self.shadow = shadow
        self.configured = configured
        self.standIn = standIn
        self.deadline = deadline
        self.mostFailures = mostFailures
        self.available = available
    }

    public init(from fields: FieldReader) throws(FieldError) {
        active = try fields.required("active")
        shadow = try fields.optional("shadow")
        configured = try fields.required("configured")
        standIn = try fields.optional("stand_in")
        deadline = try fields.required("deadline_seconds")
        mostFailures = try fields.required("most_failures")
        available = try fields.optional("available") ?? []
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("active", active)
        fields.addOrNull("shadow", shadow)
        fields.add("configured", configured)
        fields.addOrNull("stand_in", standIn)
        fields.add("deadline_seconds", deadline)
        fields.add("most_failures", mostFailures)
        fields.add("available", available)
    }
}
