import BalloonKit
import Controller
import Glibc
import Journal

/// The journal's file: whole lines only, two files at most, and a mark wherever something is missing.
///
/// Every file begins with a header and the settings, and after every gap the settings stand again, so that each stretch can
/// be read by itself. Blocks as the disk does: for the worker only.
struct JournalFile: ~Copyable {
    private let place: JournalPlace
    private var header: JournalHeader
    private var settings: ControllerSettings
    private var encoder = JournalEncoder()
    private var descriptor: Int32 = -1
    private var size: Int64 = 0
    /// Records that could not be written, to be told of as soon as something can.
    private var missing: UInt64 = 0
    /// `write(2)`; tests put one in its place that fails as a full disk's does.
    var writing: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = { Glibc.write($0, $1, $2) }

    /// - Parameters:
    ///   - header: for the first file; later ones count its part up and know no state.
    ///   - settings: until others are recorded.
    init(_ place: JournalPlace, header: JournalHeader, settings: ControllerSettings) {
        self.place = place
        self.header = header
        self.settings = settings
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Appends the records; all of them or none.
    ///
    /// - Throws: `SystemCallError` when they are lost. What follows is tried again and begins with a gap.
    mutating func append(_ records: [JournalRecord]) throws(SystemCallError) {
        for case .settings(let new) in records { settings = new }
        do throws(SystemCallError) {
            try openIfNeeded()
            let before = encoder
            var bytes = encode(records)
            if size + Int64(bytes.count) > place.maximumSize.bytes, size > 0 {
                encoder = before
                try rotate()
                bytes = encode(records)
            }
            try write(bytes)
            missing = 0
        } catch {
            missing += UInt64(records.count)
            encoder.forget()
            throw error
        }
    }

    private mutating func encode(_ records: [JournalRecord]) -> [UInt8] {
        var bytes: [UInt8] = []
        if missing > 0 {
            encoder.encode(.gap(JournalGap(records: missing, reason: "the disk did not take them")), into: &bytes)
            encoder.encode(.settings(settings), into: &bytes)
        }
        for record in records {
            encoder.encode(record, into: &bytes)
            if case .gap = record { encoder.encode(.settings(settings), into: &bytes) }
        }
        return bytes
    }

    /// Opens the file and begins a stretch in it. One that somebody has removed is made again.
    private mutating func openIfNeeded() throws(SystemCallError) {
        if descriptor >= 0 {
            var status = stat()
            if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return }
            // What was learnt so far went with the file that is gone.
            header.part += 1
            header.isFresh = false
            close(descriptor)
            descriptor = -1
        }
        descriptor = open(place.path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw SystemCallError("open \(place.path)", number: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw abandon("stat \(place.path)", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw abandon("open \(place.path)", ENOTSUP) }
        size = Int64(status.st_size)
        do throws(SystemCallError) { try write(beginning()) } catch {
            close(descriptor)
            descriptor = -1
            throw error
        }
    }

    /// A daemon that was killed may have left half a line.
    private mutating func beginning() -> [UInt8] {
        var bytes: [UInt8] = []
        var last: UInt8 = 0
        if size > 0, pread(descriptor, &last, 1, off_t(size - 1)) == 1, last != UInt8(ascii: "\n") {
            bytes.append(UInt8(ascii: "\n"))
        }
        encoder = JournalEncoder()
        encoder.encode(.header(header), into: &bytes)
        encoder.encode(.settings(settings), into: &bytes)
        return bytes
    }

    /// The full file takes the place of the older one, and a new one is begun.
    private mutating func rotate() throws(SystemCallError) {
        guard rename(place.path, place.olderPath) == 0 else {
            throw SystemCallError("rename \(place.path)", number: errno)
        }
        close(descriptor)
        descriptor = -1
        header.part += 1
        header.isFresh = false
        try openIfNeeded()
    }

    /// All or nothing: what the disk took of a line that it did not take whole is cut off again.
    private mutating func write(_ bytes: [UInt8]) throws(SystemCallError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                writing(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let number = count < 0 ? errno : ENOSPC
                ftruncate(descriptor, off_t(size))
                throw SystemCallError("write \(place.path)", number: number)
            }
            written += count
        }
        size += Int64(bytes.count)
    }

    private mutating func abandon(_ operation: String, _ number: Int32) -> SystemCallError {
        close(descriptor)
        descriptor = -1
        return SystemCallError(operation, number: number)
    }
}
