import BalloonKit
import Foundation

/// An operator's word about same-page merging; it holds until it is taken back.
public struct StoredKSMHold: Sendable, Hashable {
    public var hold: KSMOrder.Hold
    /// Who set it.
    public var setBy: String
    public var created: Date

    public init(_ hold: KSMOrder.Hold, setBy: String, created: Date) {
        self.hold = hold
        self.setBy = setBy
        self.created = created
    }
}
