/// A policy that has taken a place, as the operator who asked for it is told.
struct PolicySwitch: Sendable, Hashable {
    /// Who had the place before; nil for a shadow where there was none.
    var from: String?
    /// Who has it now; nil when the shadow is off.
    var to: String?
    /// The plugin's; nil for the built-in policy.
    var version: String?
    /// Of the dry round; nil when there was nothing to ask about, or no plugin to ask.
    var roundTime: Duration?
    /// What the configuration says, which a restart or reload goes back to; nil for no shadow.
    var configured: String?

    /// A restart changes nothing.
    var isKept: Bool { configured == to }
}
