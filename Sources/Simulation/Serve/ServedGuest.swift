import BalloonKit

/// What a host shows of one guest's QEMU beside its socket.
public struct ServedGuest: Sendable, Hashable {
    /// Its own for ever; a guest of the same name that comes later has another.
    public var number: Int
    public var name: String
    public var maximum: ByteCount
    /// Of the process, QEMU's own memory included.
    public var resident: ByteCount
    public var overhead: ByteCount
    /// What same-page merging has merged of it.
    public var merged: ByteCount
    /// Whether a host tells what it holds.
    public var isMeasured: Bool
    /// How it ended; nil while it runs.
    public var end: QEMUEnd?
}
