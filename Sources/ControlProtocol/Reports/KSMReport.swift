import BalloonKit
import QMP

/// Same-page merging: the reply of `query-ksm`. What this kernel does not have, or has not said yet, is nil.
public struct KSMReport: ControlRecord {
    /// Whether this kernel has KSM and it could be read.
    public var isAvailable: Bool
    /// What the daemon may do with it, as configured.
    public var mode: String
    /// What is set now; its fields stand beside the others on the wire.
    public var settings: KSMSettings?
    public var saved: ByteCount?
    /// Mappings saved per page kept, `pages_sharing / pages_shared`: more is better, and it can be far above 1.
    public var efficiency: Double?
    /// Pages scanned in vain per mapping saved, `pages_unshared / pages_sharing`: less is better.
    public var wastedEffort: Double?
    /// Pages that changed too often to be merged.
    public var pagesVolatile: Int?
    public var fullScans: Int?
    /// Saved memory less the scanner's own book-keeping.
    public var generalProfit: ByteCount?
    /// Share of one core that ksmd used, 0 ... 1.
    public var cpu: Double?
    /// What the daemon does with it: `off`, `hurry`, `settled`, `resting` or `contested`.
    public var phase: String?
    /// Why it is in that phase.
    public var reason: ReasonReport?
    /// Until resting, or leaving it alone, ends.
    public var remaining: Duration?
    /// `start` or `stop` while an operator holds it; until `auto`.
    public var hold: String?
    public var heldBy: String?
    /// As the daemon found them when it started.
    public var foundSettings: KSMSettings?
    public var guests: [KSMGuestYield]

    public init(isAvailable: Bool, mode: String, settings: KSMSettings? = nil) {
        self.isAvailable = isAvailable
        self.mode = mode
        self.settings = settings
        guests = []
    }

    public init(from fields: FieldReader) throws(FieldError) {
        isAvailable = try fields.required("available")
        mode = try fields.required("mode")
        let run: Int? = try fields.optional("run")
        settings = run == nil ? nil : try KSMSettings(from: fields)
        saved = try fields.optional("saved_bytes")
        efficiency = try fields.optional("efficiency")
        wastedEffort = try fields.optional("wasted_effort")
        pagesVolatile = try fields.optional("pages_volatile")
        fullScans = try fields.optional("full_scans")
        generalProfit = try fields.optional("general_profit_bytes")
        cpu = try fields.optional("cpu")
        phase = try fields.optional("phase")
        reason = try fields.optional("reason")
        remaining = try fields.optional("remaining_seconds")
        hold = try fields.optional("hold")
        heldBy = try fields.optional("held_by")
        foundSettings = try fields.optional("found_settings")
        guests = try fields.optional("guests") ?? []
    }

    public func encode(to fields: inout FieldWriter) {
        fields.add("available", isAvailable)
        fields.add("mode", mode)
        settings?.encode(to: &fields)
        fields.add("saved_bytes", saved)
        fields.add("efficiency", efficiency)
        fields.add("wasted_effort", wastedEffort)
        fields.add("pages_volatile", pagesVolatile)
        fields.add("full_scans", fullScans)
        fields.add("general_profit_bytes", generalProfit)
        fields.add("cpu", cpu)
        fields.add("phase", phase)
        fields.add("reason", reason)
        fields.add("remaining_seconds", remaining)
        fields.add("hold", hold)
        fields.add("held_by", heldBy)
        fields.add("found_settings", foundSettings)
        fields.add("guests", guests)
    }
}
