import BalloonKit
import ControlProtocol

/// A guest's memory drawn to scale: what it needs, what it holds beyond that, what the balloon keeps, and where floor,
/// resident size, target and ceiling stand.
struct GuestBar {
    let guest: GuestReport
    /// What the whole width stands for.
    let scale: ByteCount
    let glyphs: Glyphs

    func draw(row: Int, column: Int, width: Int, into frame: inout Frame) {
        guard width > 0, scale > .zero, let actual = guest.actual else { return }
        let all = min(width, end(guest.maximum ?? actual, width))
        frame.fill(glyphs.ballooned, row, column, count: all, .quiet)
        let held = end(actual, width)
        frame.fill(glyphs.idle, row, column, count: held, .idle)
        if let need = guest.workingSet {
            let ink: Ink = guest.isInDistress ? .danger : .good
            frame.fill(glyphs.workingSet, row, column, count: min(held, end(need, width)), ink)
        }
        mark(guest.resident, glyphs.resident, .bold, row, column, width, &frame)
        if let ceiling = guest.ceiling, let maximum = guest.maximum, ceiling < maximum {
            mark(ceiling, glyphs.ceiling, .warning, row, column, width, &frame)
        }
        mark(guest.floor, glyphs.floor, .warning, row, column, width, &frame)
        if let target = guest.target, end(target, width) != held {
            mark(target, glyphs.target, .accent.with(.bold), row, column, width, &frame)
        }
    }

    /// Every glyph with what it stands for.
    static func legend(_ glyphs: Glyphs) -> [(glyph: Character, ink: Ink, meaning: String)] {
        [
            (glyphs.workingSet, .good, "working set"), (glyphs.idle, .idle, "idle"),
            (glyphs.ballooned, .quiet, "in the balloon"), (glyphs.floor, .warning, "floor"),
            (glyphs.resident, .bold, "resident"), (glyphs.target, .accent.with(.bold), "target"),
            (glyphs.ceiling, .warning, "ceiling"),
        ]
    }

    private func mark(
        _ amount: ByteCount?, _ glyph: Character, _ ink: Ink, _ row: Int, _ column: Int, _ width: Int,
        _ frame: inout Frame
    ) {
        guard let amount, amount >= .zero else { return }
        frame.fill(glyph, row, column + max(0, min(width - 1, end(amount, width) - 1)), ink)
    }

    /// Cells that an amount fills.
    private func end(_ amount: ByteCount, _ width: Int) -> Int {
        let share = min(1, max(0, amount.fraction(of: scale)))
        return Int((share * Double(width)).rounded())
    }
}
