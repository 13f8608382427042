/// How far the daemon may use the kernel's same-page merging.
public struct KSMSettings: Sendable, Hashable {
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Started when balloons cannot meet the need, and stopped when it no longer pays.
        case auto
        /// Never touched: for hosts whose tenants must not share pages, or where another tool drives KSM.
        case off
    }

    /// `auto` or `off`, default `auto`. Touch it when guests of different owners share the host (merging can be observed
    /// from inside a guest), or when ksmtuned runs.
    public var mode: Mode
    /// Share of one processor that ksmd may use, 0.01 ... 1, default 0.20. Raise it on hosts with idle processors and
    /// many similar guests.
    public var cpuLimit: Double

    public init(mode: Mode = .auto, cpuLimit: Double = 0.20) {
        self.mode = mode
        self.cpuLimit = cpuLimit
    }
}
