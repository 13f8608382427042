import ControlProtocol

/// Moves as sentences, one under another.
struct MoveText {
    let clock: ClockText

    func lines(_ moves: [MoveReport], console: Console) -> [String] {
        moves.flatMap { move in paragraph(move, console: console) }
    }

    private func paragraph(_ move: MoveReport, console: Console) -> [String] {
        let sentence = Text.printable(MoveTelling(move, clock: clock.exact).sentence)
        let lines = Text.wrapped(sentence, to: console.width.map { max(20, $0 - 2) })
        return lines.enumerated().map { index, line in
            index == 0 ? named(line, Text.printable(move.guest), console) : "  " + line
        }
    }

    /// The name stands out.
    private func named(_ line: String, _ name: String, _ console: Console) -> String {
        guard line.hasPrefix(name) else { return line }
        return Style.bold.applied(to: name, colour: console.hasColour) + line.dropFirst(name.count)
    }
}
