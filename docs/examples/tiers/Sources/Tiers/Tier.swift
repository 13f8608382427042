import BalloonKit

/// What an operator promised for a guest, as its annotation says: `tier = "gold"`, `"silver"` or `"bronze"`.
///
enum Tier: String {
    case bronze, silver, gold

    /// In the order in which they give.
    var rank: Int {
        switch self {
        case .bronze: 0
        case .silver: 1
        case .gold: 2
        }
    }

    /// Silver for a guest without the annotation, and for one with a word that nobody knows.
    init(of guest: Snapshot.Guest) {
        self = guest.annotations["tier"].flatMap(Tier.init(rawValue:)) ?? .silver
    }
}
