/// How a cell looks, by what it means; ``Palette`` says how that is shown on this terminal.
struct Ink: Hashable {
    enum Tint: Hashable {
        case plain
        /// Labels, lines and what matters less.
        case quiet
        case accent
        case good
        case warning
        case danger
        /// Memory that a guest holds and does not need.
        case idle
        /// Between calm at 0 and the line at 100, for graphs; above is danger.
        case heat(UInt8)
    }

    struct Marks: OptionSet, Hashable {
        var rawValue: UInt8
        static let bold = Marks(rawValue: 1)
        /// The row that keys act on.
        static let selected = Marks(rawValue: 2)
        /// The line at the top, and buttons.
        static let banner = Marks(rawValue: 4)
        static let underlined = Marks(rawValue: 8)
    }

    var tint = Tint.plain
    var marks: Marks = []

    static let plain = Ink()
    static let quiet = Ink(tint: .quiet)
    static let bold = Ink(marks: .bold)
    static let accent = Ink(tint: .accent)
    static let good = Ink(tint: .good)
    static let warning = Ink(tint: .warning)
    static let danger = Ink(tint: .danger, marks: .bold)
    static let idle = Ink(tint: .idle)
    static let banner = Ink(marks: .banner)

    func with(_ more: Marks) -> Ink { Ink(tint: tint, marks: marks.union(more)) }

    /// For a usage beside its line, both 0 ... 1.
    static func heat(_ usage: Double, line: Double) -> Ink {
        guard usage.isFinite, line.isFinite, line > 0 else { return .plain }
        let share = usage / line
        return share > 1 ? .danger : Ink(tint: .heat(UInt8(min(100, max(0, share * 100)))))
    }
}
