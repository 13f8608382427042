/// A grid of dots, two wide and four high in each character.
public struct BrailleCanvas: Sendable {
    public let columns: Int
    public let rows: Int
    private var cells: [UInt8]

    /// Bits of U+2800 by column and row of the dot.
    private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

    public init(columns: Int, rows: Int) {
        self.columns = max(columns, 1)
        self.rows = max(rows, 1)
        cells = [UInt8](repeating: 0, count: self.columns * self.rows)
    }

    public var width: Int { columns * 2 }
    public var height: Int { rows * 4 }

    /// Sets a dot, counted from the upper left; what lies outside is left out.
    public mutating func set(_ x: Int, _ y: Int) {
        guard (0..<width).contains(x), (0..<height).contains(y) else { return }
        cells[y / 4 * columns + x / 2] |= Self.bits[x % 2][y % 4]
    }

    /// Nil for a cell without dots.
    public func character(column: Int, row: Int) -> Character? {
        let cell = cells[row * columns + column]
        return cell == 0 ? nil : Unicode.Scalar(0x2800 + UInt32(cell)).map(Character.init)
    }
}
