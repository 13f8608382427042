/// What the daemon knows about a guest right now, cut by what it may do with it.
public enum GuestState: String, Sendable, Hashable, CaseIterable {
    /// The socket is known; connecting, greeting or negotiating is under way, or waiting for the next attempt.
    case connecting
    /// The socket accepts but never greets: another client holds it, or QEMU is stopped.
    case socketBusy = "socket-busy"
    /// QEMU answers, but there is nothing to manage: no balloon device, no driver, a driver without statistics, or a migration
    /// that is under way.
    case unmanaged
    /// Statistics are newer than the freshness bound: the only state from which memory is reclaimed.
    case fresh
    /// Statistics are older than the freshness bound: the guest is paused, rebooting, panicked or slow.
    case stale
    /// QEMU no longer answers within its deadline.
    case silent
    /// The connection ended and the socket or the process is gone.
    case gone
}
