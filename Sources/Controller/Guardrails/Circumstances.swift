import BalloonKit

/// What holds for all moves of a cycle.
struct Circumstances {
    var settings: ControllerSettings
    var now: MonotonicTime
    /// The forecast is over the line.
    var isCrossing: Bool
    /// Growth that guests tell of will take the pool over the line.
    var isGrowthAhead: Bool
    var urgency: Double
    /// Idle memory that would be left in the pool's guests if every proposal were carried out.
    var idleLeft: ByteCount

    /// The smallest move of a guest of this size that is worth its disturbance; a quarter of it when the line is in danger, else
    /// many small remainders would add up to a line that is crossed.
    ///
    /// Never more than a quarter of its reserve: else a large guest could not be given what it is short of.
    func deadBand(of actual: ByteCount, reserve: ByteCount) -> ByteCount {
        let worth = Swift.max(settings.deadBand, actual.scaled(by: 0.02))
        let band = Swift.max(.mebibytes(1), Swift.min(worth, reserve.scaled(by: 0.25)))
        return isCrossing ? band.scaled(by: 0.25) : band
    }
}
