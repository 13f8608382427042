import BalloonKit

extension GuestAssessment {
    /// The working set grew so fast over the last statistics that the reserve would be used up in 16 s.
    var isGrowing: Bool { burstRate > reserve.scaled(by: 1.0 / 16) }

    /// What a squeeze leaves of the reserve: all of it to a guest that grows.
    var squeezedReserve: ByteCount { reserve.scaled(by: isGrowing ? 1 : 0.375) }
}
