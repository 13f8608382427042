import Synchronization

/// Pins, operator-set limits, annotations and pauses, in memory and on disk.
///
/// A change takes effect in memory first and then goes to disk: a full disk must not keep an operator from acting. What could
/// not be saved is saved with the next change that can be, or by ``retry()``.
///
/// A change survives the daemon's death when its call returns, and the loss of power after the next ``sync()``.
///
/// Calls wait for the disk: make them from one worker thread, not from an event loop or a Swift task. ``state`` alone never
/// waits for the disk for longer than a change that is under way.
public final class OperatorStore: Sendable {
    public static let fileName = "balloond.db"

    /// What was wrong when the store was opened and what was done about it, for the log; nil when nothing was.
    public let warning: String?
    private let file: String
    private let inner: Mutex<Inner>

    /// Opens or makes the store, and loads what is in it. Never fails: the daemon has a host to protect.
    ///
    /// A damaged file is moved aside (`balloond.db.damaged-1`) and a new one begun. A file that cannot be opened, or that a newer
    /// balloond has written, is left alone: changes then hold until the next restart only. ``warning`` says so.
    ///
    /// - Parameter directory: The state directory; it must exist.
    public convenience init(directory: String) {
        let file = "\(directory)/\(Self.fileName)"
        do {
            self.init(file: file, database: try OperatorDatabase(path: file), warning: nil)
        } catch  where error.isDamage {
            self.init(damaged: file, error)
        } catch {
            let warning = "\(file): \(error.reason); pins, limits and pauses hold until the next restart only"
            self.init(file: file, database: nil, warning: warning)
        }
    }

    private convenience init(damaged file: String, _ damage: OperatorDatabase.Failure) {
        do throws(OperatorDatabase.Failure) {
            let aside = try OperatorDatabase.moveAside(file)
            let database = try OperatorDatabase(path: file)
            let warning = "\(file): \(damage.reason); moved to \(aside), pins, limits and pauses begin empty"
            self.init(file: file, database: database, warning: warning)
        } catch {
            let warning =
                "\(file): \(damage.reason), and could not be replaced: \(error.reason); "
                + "pins, limits and pauses hold until the next restart only"
            self.init(file: file, database: nil, warning: warning)
        }
    }

    init(file: String, database: OperatorDatabase?, warning: String?) {
        self.file = file
        var notes = warning.map { [$0] } ?? []
        var inner = Inner()
        do throws(OperatorDatabase.Failure) {
            if let loaded = try database?.load() {
                inner.state = loaded.state
                if loaded.dropped > 0 {
                    notes.append("\(file): \(loaded.dropped) entries made no sense and were left out")
                }
            }
            inner.database = database
        } catch {
            notes.append("\(file): \(error.reason); pins, limits and pauses hold until the next restart only")
        }
        self.warning = notes.isEmpty ? nil : notes.joined(separator: "; ")
        self.inner = Mutex(inner)
    }

    /// What holds now.
    public var state: OperatorState { inner.withLock { $0.state } }

    /// Whether something holds that a restart would lose.
    public var hasUnsavedChanges: Bool { inner.withLock { $0.hasUnsavedChanges } }

    /// Sets or replaces a guest's pin.
    ///
    /// - Throws: ``OperatorStoreError`` when the pin holds but could not be saved; so do all that follow.
    public func setPin(_ pin: StoredPin, of guest: String) throws(OperatorStoreError) {
        _ = try change([.pin(guest: guest, pin)])
    }

    /// Removes a guest's pin; the pin that was, nil when there was none.
    public func removePin(of guest: String) throws(OperatorStoreError) -> StoredPin? {
        try change([.pin(guest: guest, nil)]).pins[guest]
    }

    /// Sets a guest's limits; nil, or limits that are all nil, leave all to the configuration again.
    public func setLimits(_ limits: OperatorLimits?, of guest: String) throws(OperatorStoreError) {
        _ = try change([.limits(guest: guest, limits)])
    }

    /// Pauses, or with nil resumes, a guest or the whole pool.
    public func setPause(_ pause: StoredPause?, of scope: PauseScope) throws(OperatorStoreError) {
        _ = try change([.pause(scope, pause)])
    }

    /// Holds same-page merging, or with nil gives it back to the daemon.
    public func setKSMHold(_ hold: StoredKSMHold?) throws(OperatorStoreError) {
        _ = try change([.ksmHold(hold)])
    }

    /// Sets all of a guest's annotations; none removes them.
    public func setAnnotations(_ annotations: [String: String], of guest: String) throws(OperatorStoreError) {
        _ = try change([.annotations(guest: guest, annotations)])
    }

    /// Saves what could not be saved before; nothing to do is no error.
    public func retry() throws(OperatorStoreError) {
        guard hasUnsavedChanges else { return }
        _ = try change([])
    }

    /// Has what was saved survive the loss of power, too; cheap when nothing was saved since.
    ///
    /// - Throws: ``OperatorStoreError`` when the disk refuses; what was saved still survives the daemon's death.
    public func sync() throws(OperatorStoreError) {
        if let failure = inner.withLock({ $0.sync() }) {
            throw OperatorStoreError(file: file, reason: failure.reason)
        }
    }

    /// Puts all that was saved into one file, for good, and lets go of it; later changes hold in memory only.
    public func close() {
        inner.withLock { $0.close() }
    }

    /// The state before the change.
    private func change(_ changes: [OperatorChange]) throws(OperatorStoreError) -> OperatorState {
        let (before, failure) = inner.withLock { ($0.state, $0.apply(changes)) }
        if let failure { throw OperatorStoreError(file: file, reason: failure.reason) }
        return before
    }
}

extension OperatorStore {
    private struct Inner {
        var state = OperatorState()
        var database: OperatorDatabase?
        var hasUnsavedChanges = false
        /// Whether something was saved that a loss of power would take back.
        var needsSync = false

        /// Memory first, then disk; what went wrong on disk.
        mutating func apply(_ changes: [OperatorChange]) -> OperatorDatabase.Failure? {
            for change in changes { state.apply(change) }
            guard let database else {
                hasUnsavedChanges = true
                return OperatorDatabase.Failure(reason: "could not be opened when the daemon started")
            }
            do throws(OperatorDatabase.Failure) {
                if hasUnsavedChanges { try database.replace(with: state) } else { try database.apply(changes) }
                hasUnsavedChanges = false
                needsSync = true
                return nil
            } catch {
                hasUnsavedChanges = true
                return error
            }
        }

        mutating func close() {
            database?.close()
            database = nil
        }

        mutating func sync() -> OperatorDatabase.Failure? {
            guard needsSync, let database else { return nil }
            needsSync = false
            do throws(OperatorDatabase.Failure) {
                try database.sync()
                return nil
            } catch {
                return error
            }
        }
    }
}
