import Controller

/// The field's rules by the name under which tables and command lines know them.
public enum Baselines {
    /// In the order of tables.
    public static let names = ["none", "proxmox", "mom", "qmemman", "ksmtuned"]

    /// - Parameter settings: Of them only the limit counts: it is the line that every rule is held to.
    /// - Returns: Nil for a name that is none of ``names``.
    public static func named(_ name: String, settings: ControllerSettings) -> (any Governor)? {
        switch name {
        case "none": NoGovernor(settings: settings)
        case "proxmox": ProxmoxGovernor(settings: settings)
        case "mom": MOMGovernor(settings: settings)
        case "qmemman": QmemmanGovernor(settings: settings)
        case "ksmtuned": KsmtunedGovernor(settings: settings)
        default: nil
        }
    }

    /// One of each, fresh.
    public static func all(settings: ControllerSettings) -> [any Governor] {
        names.compactMap { named($0, settings: settings) }
    }
}
