import QMP

/// `query-policy`: who decides, who runs in shadow, how their processes fare, and which plugins there are.
public struct QueryPolicy: ControlCommand {
    public typealias Reply = PolicyReport
    public static let name = "query-policy"
    public static let access = ControlAccess.read

    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}

/// What a change of policies came to.
public struct PolicyReply: ControlRecord {
    /// Who decides now.
    public var active: String
    /// Who runs in shadow now.
    public var shadow: String?
    /// What holds now and until when, for people.
    public var sentence: String

    public init(active: String, shadow: String? = nil, sentence: String) {
        self.active = active
        self.shadow = shadow
        self.sentence = sentence
    }
    public init(from fields: FieldReader) throws(FieldError) {
        active = try fields.required("active")
        shadow = try fields.optional("shadow")
        sentence = try fields.required("sentence")
    }
    public func encode(to fields: inout FieldWriter) {
        fields.add("active", active)
        fields.addOrNull("shadow", shadow)
        fields.add("sentence", sentence)
    }
}

/// `use-policy`: has another policy decide, from the next cycle on and without a gap; until a restart or a reload.
///
/// It is started and asked once beside the old one first: when it fails, the old one stays and the error says why.
public struct UsePolicy: ControlCommand {
    public typealias Reply = PolicyReply
    public static let name = "use-policy"
    public static let access = ControlAccess.change

    /// `built-in`, a plugin's name, or its absolute path; an unknown one is an error of class `PolicyNotFound`.
    public var policy: String

    public init(policy: String) { self.policy = policy }
    public init(from fields: FieldReader) throws(FieldError) { policy = try fields.required("name") }
    public func encode(to fields: inout FieldWriter) { fields.add("name", policy) }
}

/// `shadow-policy`: runs a policy beside the active one, to compare; without a name it ends that.
public struct ShadowPolicy: ControlCommand {
    public typealias Reply = PolicyReply
    public static let name = "shadow-policy"
    public static let access = ControlAccess.change

    /// As ``UsePolicy/policy``.
    public var policy: String?

    public init(policy: String? = nil) { self.policy = policy }
    public init(from fields: FieldReader) throws(FieldError) { policy = try fields.optional("name") }
    public func encode(to fields: inout FieldWriter) { fields.add("name", policy) }
}

/// `reinstate-policy`: ends the quarantine or the back-off of the active plugin and of the shadow, and starts them anew.
public struct ReinstatePolicy: ControlCommand {
    public typealias Reply = PolicyReply
    public static let name = "reinstate-policy"
    public static let access = ControlAccess.change

    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}

/// `query-policy-diff`: what the shadow would have done, beside what was done. Without a shadow it is an error.
public struct QueryPolicyDiff: ControlCommand {
    public typealias Reply = PolicyDiffReport
    public static let name = "query-policy-diff"
    public static let access = ControlAccess.read

    public init() {}
    public init(from fields: FieldReader) throws(FieldError) {}
    public func encode(to fields: inout FieldWriter) {}
}
