import BalloonKit

extension GuestAssessment {
    /// Resident guest RAM as the standing target leaves it, without what is merged, which a balloon would not return: what a
    /// further cut is counted from.
    func holding(of guest: borrowing Snapshot.Guest) -> ByteCount {
        let held = Swift.min(resident ?? .zero, guest.standing)
        return (held - (guest.sample.merged ?? .zero)).clampedToZero
    }
}
