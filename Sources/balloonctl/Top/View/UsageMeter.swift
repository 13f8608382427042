import BalloonKit
import ControlProtocol

/// Usage as a bar from nothing to all of the pool, with the line, the watermarks and the forecast on it.
struct UsageMeter {
    let pool: PoolReport
    let glyphs: Glyphs

    private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    func draw(row: Int, column: Int, width: Int, into frame: inout Frame) {
        guard width >= 4 else { return }
        let ink = Ink.heat(pool.usage, line: pool.limit)
        let filled = place(pool.usage, width)
        let whole = Int(filled)
        frame.fill(glyphs.ballooned, row, column, count: width, .quiet)
        if let predicted = pool.predicted {
            let expected = Int(place(predicted.fraction(of: pool.total), width).rounded(.up))
            if expected > whole {
                frame.fill(glyphs.idle, row, column + whole, count: expected - whole, ink)
            }
        }
        frame.fill(glyphs.workingSet, row, column, count: whole, ink)
        let part = Int((filled - Double(whole)) * 8)
        if !glyphs.isASCII, part > 0, whole < width {
            frame.fill(Self.eighths[part - 1], row, column + whole, ink)
        }
        mark(pool.lowWatermark, glyphs.floor, .quiet, row, column, width, &frame)
        mark(pool.highWatermark, glyphs.floor, .warning, row, column, width, &frame)
        mark(pool.limit, glyphs.ceiling, .danger, row, column, width, &frame)
    }

    private func mark(
        _ ratio: Double, _ glyph: Character, _ ink: Ink, _ row: Int, _ column: Int, _ width: Int,
        _ frame: inout Frame
    ) {
        frame.fill(glyph, row, column + min(width - 1, Int(place(ratio, width))), ink)
    }

    private func place(_ ratio: Double, _ width: Int) -> Double {
        ratio.isFinite ? min(1, max(0, ratio)) * Double(width) : 0
    }
}
