/// The characters that pictures are drawn with.
struct Glyphs: Hashable {
    var isASCII: Bool
    /// What the guest needs, what it holds beyond that, what the balloon keeps.
    var workingSet: Character
    var idle: Character
    var ballooned: Character
    var floor: Character
    var resident: Character
    var target: Character
    var ceiling: Character
    var rising: Character
    var falling: Character
    var line: Character
    var rule: Character
    var up: Character
    var down: Character
    var pin: Character
    var range: String
    var between: String
    var corners: [Character]
    var side: Character

    static let unicode = Glyphs(
        isASCII: false, workingSet: "█", idle: "▒", ballooned: "·", floor: "│", resident: "○", target: "◆",
        ceiling: "┃", rising: "↑", falling: "↓", line: "┄", rule: "─", up: "▲", down: "▼", pin: "•", range: "–",
        between: "·", corners: ["╭", "╮", "╰", "╯"], side: "│")

    static let ascii = Glyphs(
        isASCII: true, workingSet: "#", idle: "=", ballooned: ".", floor: "|", resident: "o", target: "*",
        ceiling: "]", rising: "^", falling: "v", line: "-", rule: "-", up: "^", down: "v", pin: "@", range: "-",
        between: "|", corners: ["+", "+", "+", "+"], side: "|")

    /// Source: POSIX locale variables in their order, XBD 8.2.
    static func detected(variable: (String) -> String?) -> Glyphs {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8") ? .unicode : .ascii
    }
}
