@testable import balloonctl

/// As much of a terminal as ``FrameWriter`` uses; anything else it is sent shows as text, and a test fails.
struct Emulator {
    let size: Frame.Size
    private var cells: [(text: Character?, ink: String)]
    private var row = 0
    private var column = 0
    private var ink = "\u{1b}[0m"

    init(size: Frame.Size) {
        self.size = size
        cells = Array(repeating: (" ", "\u{1b}[0m"), count: size.width * size.height)
    }

    mutating func take(_ bytes: [UInt8]) {
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let first = rest.first {
            if first == "\u{1b}", let end = rest.firstIndex(where: \.isLetter) {
                obey(String(rest[...end]))
                rest = rest[rest.index(after: end)...]
            } else {
                show(first)
                rest.removeFirst()
            }
        }
    }

    func lines() -> [String] {
        (0..<size.height).map { row in
            var text = String(cells[(row * size.width)..<((row + 1) * size.width)].compactMap(\.text))
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    /// The sequence that made each cell; nil in the second half of a wide character.
    func inks(_ palette: Palette) -> [String?] {
        cells.map { $0.text == nil ? nil : $0.ink == "\u{1b}[0m" ? palette.sequence(.plain) : $0.ink }
    }

    private mutating func obey(_ sequence: String) {
        switch sequence.last {
        case "J": cells = Array(repeating: (" ", "\u{1b}[0m"), count: cells.count)
        case "m": ink = sequence
        case "H":
            let numbers = sequence.dropFirst(2).dropLast().split(separator: ";").compactMap { Int($0) }
            (row, column) = (numbers[0] - 1, numbers[1] - 1)
        case "h", "l": break
        default: show("?")
        }
    }

    private mutating func show(_ character: Character) {
        let index = row * size.width + column
        let width = CellText.width(String(character))
        // A terminal blanks the other half of a wide character that is written over.
        if cells[index].text == nil { cells[index - 1].text = " " }
        if column + width < size.width, cells[index + width].text == nil { cells[index + width].text = " " }
        cells[index] = (character, ink)
        if width == 2 { cells[index + 1] = (nil, ink) }
        column += width
    }
}
