import PolicySupervisor

/// Who decides and who watches, as reports tell of it.
struct PolicyDeskReport: Sendable {
    var active: String
    /// Nil for the built-in policy.
    var seat: PolicySeatReport?
    /// Nil while there is none.
    var shadow: String?
    /// Nil also for the built-in policy in shadow.
    var shadowSeat: PolicySeatReport?
    var settings: PolicyDeskSettings
}

/// A plugin that lies in one of the configured directories.
struct PolicyOffer: Sendable, Hashable {
    var file: PolicyFile
    /// Why it would not be loaded for whose it is; nil when nothing is wrong with that.
    var problem: String?
}
