import BalloonKit
import ControlProtocol

/// All that the view shows, as a value: events go in, requests come out, and nothing else is remembered.
struct TopState {
    enum Page: Hashable {
        case fleet
        case guest(String)
    }

    enum Overlay: Hashable {
        case help(scrolled: Int)
        case pin(PinForm)
        case question(Question)
        /// What the daemon said, until a key is pressed.
        case notice(title: String, text: String)
    }

    enum Link: Hashable {
        case connecting
        case connected
        /// Since when, why, and when it is tried again.
        case lost(since: Duration, reason: String, again: Duration?)
    }

    /// A sentence at the bottom that goes by itself.
    struct Remark: Hashable {
        var text: String
        var until: Duration
    }

    static let remarkSpan = Duration.seconds(6)
    /// Samples of the pool that are kept: over an hour at a second each.
    static let poolCapacity = 4096

    var size: Frame.Size
    var interval: Duration
    var now: Duration
    /// The time of day, as it is shown.
    var clock = ""
    /// The time of the wall clock at `now`, by which the past is asked for.
    var wallTime = UnixTime(milliseconds: 0)

    /// Another host whose daemon is watched; nil for this one's.
    var host: String?
    var link = Link.connecting
    var status: StatusReport?
    var guests: [GuestReport] = []
    /// Filtered and in order: what the table shows rows of.
    private(set) var listed: [GuestReport] = []
    /// When the last sample came.
    var sampled: Duration?
    var pool = Course(capacity: poolCapacity)
    /// When each of these samples came, in seconds.
    private var poolTimes = Course(capacity: poolCapacity)
    /// When the oldest of them came.
    private(set) var poolSince: Duration?
    var past = Recall()
    var courses: [String: GuestCourse] = [:]
    var explanation: (guest: String, result: Result<Explain.Reply, ClientError>)?

    var page = Page.fleet
    var overlay: Overlay?
    var remark: Remark?
    var order = GuestOrder() { didSet { relist() } }
    var filter = GuestFilter() { didSet { relist() } }
    /// The filter is being typed.
    var isFiltering = false
    var isFrozen = false
    /// Printed once for scripts: no keys, no selection.
    var isPrinted = false
    /// Bars share the scale of the largest guest, instead of each its own.
    var hasCommonScale = false
    /// The guest that keys act on; by name, so that it stays selected wherever its row moves.
    var selected: String?
    /// The row of `listed` that stands at the top of the table.
    private(set) var firstRow = 0

    init(size: Frame.Size, interval: Duration, now: Duration) {
        self.size = size
        self.interval = interval
        self.now = now
    }

    var selectedRow: Int? { selected.flatMap { name in listed.firstIndex { $0.name == name } } }

    var selectedGuest: GuestReport? { selectedRow.map { listed[$0] } }

    func guest(_ name: String) -> GuestReport? { guests.first { $0.name == name } }

    /// How old what is shown is; nil before the first sample.
    var age: Duration? { sampled.map { now - $0 } }

    /// How long ago the oldest of the newest samples came; nil when there is nothing to tell yet.
    func poolSpan(_ count: Int) -> Duration? {
        let times = poolTimes.latest(count).compactMap(\.self)
        guard let first = times.first, now.inSeconds - first >= 1 else { return nil }
        return .seconds(Int64((now.inSeconds - first).rounded()))
    }

    /// Whether data should have come long ago.
    var isLate: Bool {
        guard !isFrozen, let age else { return false }
        return age > interval + interval + .seconds(1)
    }

    /// Takes over what the daemon said.
    mutating func take(_ status: StatusReport, _ guests: [GuestReport]) {
        self.status = status
        self.guests = guests
        sampled = now
        poolSince = poolSince ?? now
        pool.add(status.pool?.usage)
        poolTimes.add(now.inSeconds)
        var kept: [String: GuestCourse] = [:]
        kept.reserveCapacity(guests.count)
        for guest in guests {
            var course = courses.removeValue(forKey: guest.name) ?? GuestCourse(since: now)
            course.add(guest)
            kept[guest.name] = course
        }
        courses = kept
        relist()
    }

    /// Puts samples of the past before the pool's oldest one.
    mutating func precedePool(by earlier: [Double?], every interval: Duration) {
        guard let since = poolSince else { return }
        pool.precede(by: earlier)
        poolTimes.precede(
            by: earlier.indices.map { (since - interval * (earlier.count - $0)).inSeconds })
        poolSince = since - interval * earlier.count
    }

    mutating func addGap() {
        pool.add(nil)
        poolTimes.add(nil)
        for name in courses.keys { courses[name]?.add(nil) }
    }

    mutating func say(_ text: String) { remark = Remark(text: text, until: now + Self.remarkSpan) }

    /// Selects a row, the nearest one there is.
    mutating func select(row: Int) {
        selected = listed.isEmpty ? nil : listed[min(max(0, row), listed.count - 1)].name
        keepInView()
    }

    /// A selected guest that is gone hands over to the one in its place.
    private mutating func relist() {
        let before = selected.flatMap { name in listed.firstIndex { $0.name == name } }
        listed = order.sorted(filter.matching(guests))
        if selectedRow == nil { select(row: before ?? 0) }
        keepInView()
    }

    /// Scrolls as little as makes the selected row visible, and leaves no room empty that rows could fill.
    mutating func keepInView() {
        let rows = max(1, TopPlan(self).tableRows)
        if let row = selectedRow {
            firstRow = min(firstRow, row)
            firstRow = max(firstRow, row - rows + 1)
        }
        firstRow = max(0, min(firstRow, listed.count - rows))
    }
}
