/// What the loop has done and dropped since the daemon started. Every drop has a counter.
struct LoopCounters: Sendable, Equatable {
    var cycles: UInt64 = 0
    /// Cycles that ran before their time, because the pool was about to cross the line.
    var urgentCycles: UInt64 = 0
    /// Sensor readings or cycles left out, because a host file could not be read.
    var notReady: UInt64 = 0
    /// `balloon` commands sent to QEMU.
    var commandsSent: UInt64 = 0
    /// `balloon` commands that QEMU refused or did not answer in time.
    var commandsFailed: UInt64 = 0
    /// Bytes by which targets were lowered and raised, as accepted by QEMU.
    var bytesReclaimed: Int64 = 0
    var bytesGranted: Int64 = 0
    /// Writes to KSM's files that failed.
    var ksmFailures: UInt64 = 0
}
