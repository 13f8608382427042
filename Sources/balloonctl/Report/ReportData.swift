import BalloonKit
import ControlProtocol

/// All that a report is made of.
struct ReportData {
    var host: String
    var period: Period
    var figures: PeriodReport
    var history: QueryHistory.Reply
    /// Of the period, the latest if there were too many.
    var moves: [MoveReport] = []
    var movesAreCut = false
    /// The guests that are drawn, most telling first.
    var guests: [(name: String, history: QueryHistory.Reply)] = []

    private static let drawnGuests = 6
    private static let points = 600

    /// Asks for all of it.
    /// - Throws: ``ClientError``; what only decorates may be missing.
    init(host: String, period: Period, figures: PeriodReport, asking client: inout ControlClient) throws(ClientError) {
        self.host = host
        self.period = period
        self.figures = figures
        history = try client.recall(
            QueryHistory(since: period.since, until: period.until, points: Self.points)
        ).value()
        if let told = try? client.recall(QueryMoves(since: period.since, until: period.until, limit: 1000)).value() {
            moves = told.moves
            movesAreCut = told.isCut
        }
        for guest in Self.telling(figures.guests).prefix(Self.drawnGuests) {
            let query = QueryHistory(
                guest: guest.name, since: period.since, until: period.until, points: Self.points / 2)
            // A guest that left in between is not drawn.
            if let course = try? client.recall(query).value() { guests.append((guest.name, course)) }
        }
    }

    init(host: String, period: Period, figures: PeriodReport, history: QueryHistory.Reply) {
        self.host = host
        self.period = period
        self.figures = figures
        self.history = history
    }

    /// Those in distress first, then those that were moved most.
    static func telling(_ guests: [GuestPeriod]) -> [GuestPeriod] {
        guests.sorted { left, right in
            if left.distress != right.distress { return left.distress > right.distress }
            let (leftMoved, rightMoved) = (left.reclaimed + left.granted, right.reclaimed + right.granted)
            return leftMoved == rightMoved ? left.name < right.name : leftMoved > rightMoved
        }
    }
}
