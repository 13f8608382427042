import BalloonKit

/// How much balloons leave to be desired, and for how long they will do.
struct KSMNeed: Sendable, Hashable {
    /// The plan of this cycle can hardly be met by balloons.
    var isNow: Bool
    /// What would be left under the limit with every idle byte reclaimed. A balloon moves used and idle alike, so this moves
    /// only with what guests and host really need.
    var room: ByteCount
    /// Less room than this is too little whatever the trend: as wide as the limit is above the low mark.
    var margin: ByteCount

    init(isNow: Bool, used: ByteCount, idle: ByteCount, marks: Watermarks) {
        self.isNow = isNow
        room = marks.limit - used + idle
        margin = (marks.limit - marks.low).clampedToZero
    }

    /// Whether merging must run now to be done in time. `scanTime`: what two full scans will take; `trend`: how fast room is going,
    /// bytes a second.
    func isPressing(trend: ByteCount, scanTime: Double, hysteresis: Double = 1) -> Bool {
        isNow || room < (margin + trend.clampedToZero.scaled(by: 2 * scanTime)).scaled(by: hysteresis)
    }

    /// Seconds until room is used up; a long time when it is not going.
    func timeLeft(trend: ByteCount) -> Double {
        if isNow || room <= .zero { return 0 }
        return trend > .zero ? Double(room.bytes) / Double(trend.bytes) : .greatestFiniteMagnitude
    }
}
