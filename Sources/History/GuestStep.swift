import BalloonKit

/// One guest over a stretch of time: from one cycle, or from many put together. What was not reported is nil.
struct GuestStep: Sendable, Hashable {
    var guest: String
    /// The step's beginning, in seconds since 1970.
    var start: Int64
    /// How much of it the guest was there, and in distress, in milliseconds.
    var covered: Int64 = 0
    var distress: Int64 = 0
    /// Mean.
    var actual: ByteCount?
    var actualLowest: ByteCount?
    /// Last.
    var target: ByteCount?
    /// Mean.
    var resident: ByteCount?
    /// Lowest.
    var available: ByteCount?
    /// Highest.
    var workingSet: ByteCount?
    /// Last.
    var floor: ByteCount?
    var ceiling: ByteCount?
    var maximum: ByteCount?
    /// Targets that were changed, and by how much in all; see ``PoolStep/moves``.
    var moves: Int64 = 0
    var granted = ByteCount.zero
    var reclaimed = ByteCount.zero
    var returned = ByteCount.zero
    /// Sum; nil where the driver does not report it.
    var oomKills: Int64?

    init(guest: String, start: Int64) {
        self.guest = guest
        self.start = start
    }

    /// - Parameters:
    ///   - covered: since the cycle before: what is seen now is taken to have held so long.
    ///   - oomKills: since the cycle before.
    init(
        _ guest: Snapshot.Guest, _ assessment: GuestAssessment, start: Int64, covered: Int64, oomKills: Int64?
    ) {
        let sample = guest.sample
        self.init(guest: sample.name, start: start)
        self.covered = covered
        distress = assessment.isInDistress ? covered : 0
        actual = sample.actual
        actualLowest = sample.actual
        target = sample.target
        resident = sample.resident
        available = sample.reported?.available
        workingSet = assessment.workingSet
        floor = assessment.floor
        ceiling = assessment.ceiling
        maximum = sample.maximum
        self.oomKills = oomKills
    }

    /// Takes in a step that follows; the beginning stays.
    mutating func merge(_ next: GuestStep) {
        actual = Span.mean(actual, covered, next.actual, next.covered)
        resident = Span.mean(resident, covered, next.resident, next.covered)
        actualLowest = Span.lowest(actualLowest, next.actualLowest)
        available = Span.lowest(available, next.available)
        workingSet = Span.highest(workingSet, next.workingSet)
        target = next.target ?? target
        floor = next.floor ?? floor
        ceiling = next.ceiling ?? ceiling
        maximum = next.maximum ?? maximum
        covered = covered.addingSaturated(next.covered)
        distress = distress.addingSaturated(next.distress)
        oomKills = Span.sum(oomKills, next.oomKills)
        moves = moves.addingSaturated(next.moves)
        granted += next.granted
        reclaimed += next.reclaimed
        returned += next.returned
    }
}
