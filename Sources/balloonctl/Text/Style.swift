/// How a piece of text stands out on a terminal with colours.
enum Style: String {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"

    func applied(to text: String, colour: Bool) -> String {
        guard colour, self != .plain, !text.isEmpty else { return text }
        return "\u{1b}[\(rawValue)m\(text)\u{1b}[0m"
    }

    /// Of a guest's state, by its raw value.
    static func ofState(_ state: String) -> Style {
        switch state {
        case "fresh": .green
        case "stale", "connecting": .yellow
        case "silent", "socket-busy", "gone": .red
        default: .plain
        }
    }
}
