import History

/// Where history is kept, and how much of it.
struct HistoryPlace: Sendable, Hashable {
    var path: String
    var settings: HistorySettings
}
