/// How fine history is kept: the finer a tier, the shorter.
///
/// A step of a coarser tier is made of the finer tier's steps once it is over, so that a daemon that was killed has lost no
/// more than the finest step that was open. Each step's length divides the next one's.
struct HistoryTier: Sendable, Hashable {
    /// As it stands in the database; 0 is the finest.
    let number: Int
    /// Seconds.
    let step: Int64
    /// Seconds; nil for as long as anything is kept.
    let kept: Int64?

    static let seconds = HistoryTier(number: 0, step: 5, kept: 6 * 3600)
    static let minutes = HistoryTier(number: 1, step: 60, kept: 2 * 86400)
    static let quarters = HistoryTier(number: 2, step: 900, kept: nil)
    /// Finest first.
    static let all = [seconds, minutes, quarters]

    /// The beginning of the step that the moment lies in.
    func start(of time: Int64) -> Int64 { time.roundedDown(to: step) }
}

extension Int64 {
    /// To a multiple of `unit`, towards the past also before 1970.
    func roundedDown(to unit: Int64) -> Int64 {
        let remainder = self % unit
        let (result, overflow) = subtractingReportingOverflow(remainder < 0 ? remainder + unit : remainder)
        return overflow ? self : result
    }
}
