/// How far up the ladder the pool had to go, lowest first. Swapping is on no rung.
public enum Rung: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The forecast is under the high mark.
    case normal
    /// Idle memory is reclaimed by balloons.
    case reclaim
    /// Idle memory does not, or hardly, suffice: identical pages are merged.
    case merge
    /// Guests give from their reserves and above their fair share.
    case squeeze
    /// Nothing more can be had: grants are refused and the alarm is raised.
    case saturated

    private var height: Int {
        switch self {
        case .normal: 0
        case .reclaim: 1
        case .merge: 2
        case .squeeze: 3
        case .saturated: 4
        }
    }

    public static func < (left: Rung, right: Rung) -> Bool { left.height < right.height }
}
