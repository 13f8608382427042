import QMP

/// Reads a journal piece by piece: whole lines to records, and what cannot be read to a marked gap.
///
/// The first line must be the header of a format that is known; everything after it may be broken: a line that is cut
/// short, as a daemon that was killed leaves it, or garbage costs what it says and is counted.
public struct JournalReader: Sendable {
    /// Lines that could not be read, and where the first of them stands.
    public private(set) var unreadableLines = 0
    public private(set) var firstUnreadable: String?
    /// Lines that were read.
    public private(set) var lines = 0

    private let name: String
    private var framer = LineFramer(maximumLength: JournalDecoder.longestLine)
    private var decoder = JournalDecoder()
    private var hasBegun = false
    private var isBlind = false

    /// - Parameter name: of the file, for messages.
    public init(name: String) { self.name = name }

    /// Members and kinds of records that this version does not know.
    public var unknown: Int { decoder.unknown }

    /// Takes the next piece of the file.
    ///
    /// - Parameter body: shown each record in order; a stretch of lines that cannot be read is shown as one gap.
    /// - Throws: ``JournalError`` with file and line when this is no journal, or one of a newer format.
    public mutating func feed(_ piece: [UInt8], _ body: (JournalRecord) -> Void) throws(JournalError) {
        var failure: JournalError?
        piece.withUnsafeBytes { buffer in
            var rest = buffer
            while failure == nil, let output = framer.next(from: &rest) {
                do throws(JournalError) { try take(output, body) } catch { failure = error }
            }
        }
        if let failure { throw failure }
    }

    /// The end of the file: a last line without its end was cut short.
    ///
    /// - Throws: ``JournalError`` for a file without any record.
    public mutating func finish(_ body: (JournalRecord) -> Void) throws(JournalError) {
        if framer.isInsideLine {
            lines += 1
            let end = JournalError(.malformed, "is cut short")
            guard hasBegun else { throw located(JournalError(.notAJournal, "the only line \(end)")) }
            unreadable(end, body)
        }
        guard hasBegun else { throw JournalError(.notAJournal, "\(name): is empty, no journal") }
    }

    private mutating func take(_ output: LineFramer.Output, _ body: (JournalRecord) -> Void) throws(JournalError) {
        lines += 1
        do throws(JournalError) {
            let record: JournalRecord?
            switch output {
            case .line(let bytes): record = try decoder.decode(bytes)
            case .assembled(let bytes): record = try decode(bytes)
            case .oversize(let length, _): throw JournalError(.malformed, "has \(length) bytes, too many for a record")
            }
            try show(record, body)
        } catch {
            if error.code == .newerFormat { throw located(error) }
            guard hasBegun else { throw located(JournalError(.notAJournal, "this is no journal: line 1 \(error)")) }
            unreadable(error, body)
        }
    }

    private mutating func decode(_ bytes: [UInt8]) throws(JournalError) -> JournalRecord? {
        let result: Result<JournalRecord?, JournalError> = bytes.withUnsafeBytes { buffer in
            do throws(JournalError) { return .success(try decoder.decode(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private mutating func show(_ record: JournalRecord?, _ body: (JournalRecord) -> Void) throws(JournalError) {
        guard let record else { return }
        if case .header = record { hasBegun = true }
        guard hasBegun else { throw JournalError(.malformed, "is no header") }
        isBlind = false
        body(record)
    }

    private mutating func unreadable(_ error: JournalError, _ body: (JournalRecord) -> Void) {
        unreadableLines += 1
        if firstUnreadable == nil { firstUnreadable = "\(name):\(lines): \(error)" }
        decoder.forget()
        guard !isBlind else { return }
        isBlind = true
        body(.gap(JournalGap(records: nil, reason: "\(name):\(lines): \(error)")))
    }

    private func located(_ error: JournalError) -> JournalError {
        JournalError(error.code, "\(name):\(lines): \(error.message)")
    }
}
