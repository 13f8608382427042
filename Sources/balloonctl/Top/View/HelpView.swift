/// What every key does and every glyph means, in as many columns as fit; scrolls where they do not.
struct HelpView {
    let scrolled: Int
    let glyphs: Glyphs

    private static let keys: [(String, String)] = [
        ("Up Down, j k", "select a guest"),
        ("PgUp PgDn", "a screenful up, down"),
        ("Home End, g G", "first, last guest"),
        ("Enter", "look at one guest"),
        ("Esc, q", "back; leave"),
        ("/", "filter as you type"),
        ("s, < >", "sort by another figure"),
        ("r", "reverse the order"),
        ("p", "pin it; asks first"),
        ("u", "unpin it; asks first"),
        ("Space", "freeze, go on"),
        ("+ -", "slower, faster"),
        ("z", "bars on one scale"),
        ("Ctrl-L", "draw anew"),
        ("Ctrl-Z", "stop the program"),
    ]

    private static let columnWidth = 39

    func draw(into frame: inout Frame) {
        frame.clear(rows: 1..<frame.size.height, columns: 0..<frame.size.width)
        let columns = Self.columns(frame.size)
        let entries = entries
        let rows = Self.rows(frame.size)
        let height = (entries.count + columns - 1) / columns
        for (index, entry) in entries.enumerated() {
            let row = index % height - scrolled
            guard row >= 0, row < rows else { continue }
            let start = 1 + index / height * Self.columnWidth
            let label = frame.put(entry.label, 1 + row, start, entry.ink.with(.bold))
            frame.put(entry.meaning, 1 + row, max(label + 1, start + 15), .plain)
        }
        let isCut = height > rows
        let hint = isCut ? "j k scroll, any other key: back" : "any key: back"
        frame.put(hint, frame.size.height - 1, 1, .quiet)
    }

    /// How far it can be scrolled.
    static func lastScroll(_ size: Frame.Size) -> Int {
        let columns = columns(size)
        let count = HelpView(scrolled: 0, glyphs: .unicode).entries.count
        return max(0, (count + columns - 1) / columns - rows(size))
    }

    private var entries: [(label: String, meaning: String, ink: Ink)] {
        let keys = Self.keys.map { (label: $0.0, meaning: $0.1, ink: Ink.accent) }
        let bar = GuestBar.legend(glyphs).map { (label: String($0.glyph), meaning: $0.meaning, ink: $0.ink) }
        let flags: [(label: String, meaning: String, ink: Ink)] = [
            ("!", "distress, out of reach", .danger), (String(glyphs.pin), "pinned", .accent),
            ("=", "paused", .warning), ("\(glyphs.rising) \(glyphs.falling)", "growing, shrinking", .good),
        ]
        return keys + bar + flags
    }

    private static func columns(_ size: Frame.Size) -> Int { max(1, min(3, size.width / columnWidth)) }

    private static func rows(_ size: Frame.Size) -> Int { max(1, size.height - 2) }
}
