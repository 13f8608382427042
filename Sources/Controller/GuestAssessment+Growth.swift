import BalloonKit

extension GuestAssessment {
    /// The working set grew so fast over the last statistics, or resident memory since, that the reserve would be used up in 16 s.
    var isGrowing: Bool { isGrowth(burstRate) }

    /// What a squeeze leaves of the reserve: all of it to a guest that grows.
    var squeezedReserve: ByteCount { reserve.scaled(by: isGrowing ? 1 : 0.375) }

    /// So fast, in bytes a second, is growth, and nothing less.
    func isGrowth(_ rate: ByteCount) -> Bool { rate > reserve.scaled(by: 1.0 / 16) }
}
