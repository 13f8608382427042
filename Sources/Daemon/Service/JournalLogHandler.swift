import CLinux
import Glibc
import Logging

/// Writes log lines that read well both in the journal and in a terminal: the message, then what belongs to it as `key=value`.
///
/// Under systemd each line begins with its priority (`<4>`), which the journal takes off and files by; elsewhere with the time
/// and the level. A record is always one line: line ends and control characters in messages and values are escaped, since
/// guests choose their names. One write(2) a line, so lines of several threads do not mix.
///
/// Source: sd-daemon(3), systemd.exec(5) `JOURNAL_STREAM`.
public struct JournalLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    private let form: LogLine.Form
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - logLevel: Records below it are not written.
    ///   - isJournal: Whether standard error goes to the journal.
    ///   - write: Takes one line with its end; by default write(2) to standard error.
    public init(
        logLevel: Logger.Level, isJournal: Bool = JournalLogHandler.standardErrorIsJournal,
        write: @escaping @Sendable ([UInt8]) -> Void = JournalLogHandler.toStandardError
    ) {
        self.logLevel = logLevel
        form = isJournal ? .journal : .terminal
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        let fields = all.map { (key: $0.key, value: "\($0.value)") }.sorted { $0.key < $1.key }
        write(
            LogLine(level: event.level, message: "\(event.message)", fields: fields).bytes(
                form, at: clinux_realtime_microseconds()))
    }

    /// Whether standard error is the stream that `JOURNAL_STREAM` names: it is inherited by children whose output goes elsewhere.
    public static var standardErrorIsJournal: Bool {
        guard let stream = getenv("JOURNAL_STREAM").map({ String(cString: $0) }) else { return false }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }

    /// Text of several lines about what has gone wrong, as it is; for the journal each line with the priority of an error.
    static func complaint(_ text: String, isJournal: Bool) -> [UInt8] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { Array("\(isJournal ? "<3>" : "")\($0)\n".utf8) }
    }

    /// Drops the line when nobody takes it: logging must not hold up the daemon's work.
    @Sendable public static func toStandardError(_ line: [UInt8]) {
        var written = Glibc.write(STDERR_FILENO, line, line.count)
        while written < 0 && errno == EINTR { written = Glibc.write(STDERR_FILENO, line, line.count) }
    }
}
