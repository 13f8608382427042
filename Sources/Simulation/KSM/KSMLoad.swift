import BalloonKit

/// What one guest offers to same-page merging at a moment.
public struct KSMLoad: Sendable, Hashable {
    /// Tells guests apart from one step to the next; a guest that starts anew needs a new number.
    public var guest: Int
    /// Resident memory that ksmd walks: advised (`mem-merge=on`), private and no huge pages; merged memory counts.
    public var scannable: ByteCount
    /// What of it could be saved for good: pages with a twin elsewhere, less the copies that stay for them. When it falls,
    /// because the guest wrote or gave back pages, so does what is saved.
    public var mergeable: ByteCount
    /// Of that, what the guest wrote in this step, so that it is private again, and comes back with the same content.
    public var rewritten: ByteCount

    public init(guest: Int, scannable: ByteCount, mergeable: ByteCount, rewritten: ByteCount = .zero) {
        self.guest = guest
        self.scannable = scannable
        self.mergeable = mergeable
        self.rewritten = rewritten
    }
}
