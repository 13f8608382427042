/// A key, or what the terminal says of itself.
enum Key: Hashable {
    case character(Character)
    /// With Ctrl held, by the letter in lower case.
    case control(Character)
    case enter
    case escape
    case backspace
    case delete
    case tab
    case backTab
    case up
    case down
    case left
    case right
    case pageUp
    case pageDown
    case home
    case end
    /// The answer whether the terminal can hold its picture until a frame is complete.
    case synchronizedOutput(Bool)
}
