/// How many colours a terminal has, and the escape sequence of each ``Ink`` with them.
///
/// Text keeps to the sixteen colours that the terminal's own theme defines, so that it can be read on light and dark
/// backgrounds alike; only graphs and the selected row, which sets both colours, use more.
///
/// Source: ECMA-48 8.3.117 (SGR); xterm's 256 colours, `38;5;n`; ISO 8613-6 direct colour, `38;2;r;g;b`.
enum Palette: Hashable {
    case monochrome
    case sixteen
    case many
    case full

    /// - Parameter variable: the environment.
    static func detected(variable: (String) -> String?) -> Palette {
        if let unwanted = variable("NO_COLOR"), !unwanted.isEmpty { return .monochrome }
        let term = variable("TERM") ?? ""
        let plain = ["dumb", "vt52", "vt100", "vt102", "vt220", "vt320"]
        if term.isEmpty || plain.contains(term) || term.hasSuffix("-m") || term.hasSuffix("-mono") {
            return .monochrome
        }
        if let colours = variable("COLORTERM"), colours == "truecolor" || colours == "24bit" { return .full }
        if term.hasSuffix("-direct") { return .full }
        return term.contains("256color") ? .many : .sixteen
    }

    /// The sequence that sets exactly this ink, whatever was set before.
    func sequence(_ ink: Ink) -> String {
        var codes = ["0"]
        if ink.marks.contains(.bold) { codes.append("1") }
        if ink.marks.contains(.underlined) { codes.append("4") }
        codes += background(ink) + foreground(ink)
        return "\u{1b}[" + codes.joined(separator: ";") + "m"
    }

    private func background(_ ink: Ink) -> [String] {
        if ink.marks.contains(.banner) { return ["7"] }
        guard ink.marks.contains(.selected) else { return [] }
        switch self {
        case .monochrome, .sixteen: return ["7"]
        case .many, .full: return ["48;5;24"]
        }
    }

    private func foreground(_ ink: Ink) -> [String] {
        let isSelected = ink.marks.contains(.selected)
        switch self {
        case .monochrome: return attributes(ink.tint)
        // Colours swap with the background in reverse; the bar at the top keeps those that warn.
        case .sixteen: return isSelected ? [] : Self.basic(ink.tint)
        case .many, .full:
            if case .heat(let share) = ink.tint { return gradient(share) }
            return isSelected ? Self.onDark(ink.tint) : Self.basic(ink.tint)
        }
    }

    private func attributes(_ tint: Ink.Tint) -> [String] {
        switch tint {
        case .quiet: ["2"]
        case .warning: ["1"]
        case .danger: ["1", "4"]
        case .plain, .accent, .good, .idle, .heat: []
        }
    }

    private static func basic(_ tint: Ink.Tint) -> [String] {
        switch tint {
        case .plain: []
        case .quiet: ["90"]
        case .accent: ["36"]
        case .good: ["32"]
        case .warning: ["33"]
        case .danger: ["31"]
        case .idle: ["34"]
        case .heat(let share): [share > 97 ? "31" : share > 90 ? "33" : "32"]
        }
    }

    private static func onDark(_ tint: Ink.Tint) -> [String] {
        switch tint {
        case .plain, .heat: ["38;5;231"]
        case .quiet: ["38;5;250"]
        case .accent: ["38;5;123"]
        case .good: ["38;5;120"]
        case .warning: ["38;5;222"]
        case .danger: ["38;5;217"]
        case .idle: ["38;5;117"]
        }
    }

    /// Green far below the line, yellow near it, red at it.
    private func gradient(_ share: UInt8) -> [String] {
        let share = min(100, Int(share))
        if self == .many {
            let steps = [35, 71, 107, 143, 179, 173, 167]
            return ["38;5;\(steps[max(0, share - 85) * (steps.count - 1) / 15])"]
        }
        let near = max(0, share - 85) * 100 / 15
        let red = 60 + min(100, near * 2) * 150 / 100
        let green = 170 - max(0, near - 50) * 110 / 50
        return ["38;2;\(red);\(green);75"]
    }
}
