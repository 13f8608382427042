/// A line that is typed: the cursor stands at its end.
struct TextField: Hashable {
    let limit: Int
    var text = ""

    init(limit: Int) { self.limit = limit }

    /// - Returns: whether the key was one of typing.
    mutating func take(_ key: Key) -> Bool {
        switch key {
        case .character(let character):
            if text.count < limit { text.append(character) }
        case .backspace:
            if !text.isEmpty { text.removeLast() }
        case .control("u"): text = ""
        case .control("w"):
            while text.last == " " { text.removeLast() }
            while let last = text.last, last != " " { text.removeLast() }
        default: return false
        }
        return true
    }
}
