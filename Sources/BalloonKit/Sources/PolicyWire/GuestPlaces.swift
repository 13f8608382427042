import BalloonKit

/// Where each guest of a question stands in it, by name. Policies mostly propose in the order of guests: the next one is tried
/// first, and the table is made only when that fails.
struct GuestPlaces {
    private let guests: [Snapshot.Guest]
    private var next = 0
    private var table: [String: Int]?

    init(_ guests: [Snapshot.Guest]) { self.guests = guests }

    /// Nil for a name that is not in the question.
    mutating func place(of name: String) -> Int? {
        if next < guests.count, guests[next].sample.name == name {
            next += 1
            return next - 1
        }
        let table = table ?? Dictionary(guests.enumerated().map { ($1.sample.name, $0) }) { first, _ in first }
        self.table = table
        guard let place = table[name] else { return nil }
        next = place + 1
        return place
    }
}
