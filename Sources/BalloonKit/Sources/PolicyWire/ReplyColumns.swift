import BalloonKit

/// One round's answer as ``ReplyEncoder`` writes it, column by column. That it is well-formed is all that is known of it: it may
/// come from a plugin that writes to the socket itself.
///
/// Read in one pass, without a tree of values: a thousand proposals are four thousand numbers.
public struct ReplyColumns {
    /// Whom a proposal is for.
    public enum Guest: Sendable, Hashable {
        /// The place in the question; it may be past the end.
        case place(Int)
        case name(String)
    }

    public private(set) var number: UInt64 = 0
    public private(set) var guests: [Guest] = []
    public private(set) var targets: [Int64] = []
    public private(set) var codes: [String] = []
    /// By proposal: the place of its code.
    public private(set) var codePlaces: [Int] = []
    public private(set) var amounts: [Int64?] = []
    /// By proposal's place, in the order of the answer.
    public private(set) var remarks: [(place: Int, text: String)] = []

    /// - Parameter most: elements that any column may have.
    /// - Returns: Nil for what is no answer in columns: it may be one in rows.
    /// - Throws: ``WireError`` for columns that are malformed or too long.
    public init?(_ reply: [UInt8], most: Int) throws(WireError) {
        var reader = WireReader(reply)
        guard Self.begins(&reader), let number = try? reader.natural(), (try? reader.comma()) != nil, !reader.isRows
        else {
            return nil
        }
        self.number = number
        try column(&reader, most) { columns, reader throws(WireError) in columns.guests.append(try Self.guest(&reader))
        }
        // Rows without a row.
        if guests.isEmpty, reader.closes() { return nil }
        try reader.comma()
        try column(&reader, most) { columns, reader throws(WireError) in
            columns.targets.append(try Self.number(&reader))
        }
        try reader.comma()
        try column(&reader, most) { columns, reader throws(WireError) in columns.codes.append(try reader.text()) }
        try reader.comma()
        try column(&reader, most) { columns, reader throws(WireError) in
            columns.codePlaces.append(Int(clamping: try Self.number(&reader)))
        }
        try reader.comma()
        try column(&reader, most) { columns, reader throws(WireError) in columns.amounts.append(try reader.integer()) }
        try reader.comma()
        try column(&reader, most) { columns, reader throws(WireError) in
            try reader.open()
            let place = Int(clamping: try Self.number(&reader))
            try reader.comma()
            columns.remarks.append((place, try reader.text()))
            try reader.close()
        }
        try reader.close()
        guard reader.isAtEnd else { throw reader.failure("the end") }
    }

    private static func begins(_ reader: inout WireReader) -> Bool {
        do throws(WireError) {
            try reader.open()
            guard try reader.text() == "round" else { return false }
            try reader.comma()
            return true
        } catch {
            return false
        }
    }

    private mutating func column(
        _ reader: inout WireReader, _ most: Int,
        _ element: (inout ReplyColumns, inout WireReader) throws(WireError) -> Void
    ) throws(WireError) {
        var count = 0
        try reader.array { reader throws(WireError) in
            count += 1
            guard count <= most else { throw reader.failure("at most \(most) elements") }
            try element(&self, &reader)
        }
    }

    private static func guest(_ reader: inout WireReader) throws(WireError) -> Guest {
        if reader.isAtText { return .name(try reader.text()) }
        return .place(Int(clamping: try number(&reader)))
    }

    private static func number(_ reader: inout WireReader) throws(WireError) -> Int64 {
        guard let number = try reader.integer() else { throw reader.failure("a whole number") }
        return number
    }
}
