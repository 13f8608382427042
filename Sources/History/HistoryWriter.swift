import BalloonKit
import ControlProtocol
import Controller

/// Everything behind ``HistoryKeeper``: what is being put together, what waits, and the database.
struct HistoryWriter: Sendable {
    let path: String
    var settings: HistorySettings
    var database: HistoryDatabase?
    var numbers = GuestNumbers()
    var builder = StepBuilder()
    var follower = MoveFollower()
    var repeats = DryRunRepeats()
    var pending = PendingRows()
    var latest: CycleObservation?
    var account = HistoryAccount()
    /// A newer balloond's file is left alone until the next start.
    var isOff = false
    /// In seconds since 1970, the end of the step that was over last; 0 before the first.
    var stepsUntil: Int64 = 0
    var nextUpkeep: Int64 = 0
    /// A file that could not be written is tried again with the next step, not with every cycle.
    var isWaiting = false

    init(path: String, settings: HistorySettings) {
        self.path = path
        self.settings = settings
    }
}

// MARK: Taking in

extension HistoryWriter {
    mutating func take(_ entry: HistoryEntry) {
        switch entry {
        case .cycle(let observation): take(observation)
        case .pinned(let guest, let target, let account, let wall, let isDryRun):
            guard let latest else { return }
            let move = MoveReport(
                pinned: guest, target: target, account: account, wall: wall, isDryRun: isDryRun, after: latest)
            note(move, sample: latest.guest(guest)?.guest.sample, sent: latest.snapshot.time)
        case .refused(let guest, let target, let error):
            guard let refused = follower.refuse(guest: guest, target: target, error: error) else { return }
            builder.count(change: refused.change, of: guest, factor: -1)
            pending.add(refused.ending)
        }
    }

    private mutating func take(_ observation: CycleObservation) {
        if let closed = builder.add(observation) {
            stepsUntil = closed.pool.start + HistoryTier.seconds.step
            isWaiting = false
            pending.add(closed)
        }
        latest = observation
        for ending in follower.observe(observation) { note(ending) }
        for verdict in observation.decision.verdicts {
            guard let target = verdict.target, let guest = observation.guest(verdict.guest)?.guest else { continue }
            if observation.isDryRun, repeats.isRepeated(verdict, target: target, at: observation.snapshot.time) {
                continue
            }
            let move = MoveReport(verdict, target: target, of: guest, in: observation)
            note(move, sample: guest.sample, sent: observation.snapshot.time)
        }
    }

    private mutating func note(_ move: MoveReport, sample: GuestSample?, sent: MonotonicTime) {
        pending.add(move)
        guard !move.isDryRun else { return }
        let followed = FollowedMove(
            key: MoveKey(guest: move.guest, time: move.time), sent: sent, target: move.target, actual: move.actual,
            resident: sample?.resident)
        builder.count(change: followed.change, of: move.guest)
        if let before = follower.follow(followed, sample: sample) { note(before) }
    }

    private mutating func note(_ ending: MoveFollower.Ending) {
        if ending.returned > .zero { builder.count(returned: ending.returned, by: ending.key.guest) }
        pending.add(ending)
    }
}

// MARK: Writing

extension HistoryWriter {
    mutating func save() {
        guard !isOff, !isWaiting, !pending.isEmpty || database == nil else { return }
        do throws(HistoryFailure) {
            try saveOnce()
        } catch {
            fail(error)
        }
    }

    private mutating func saveOnce() throws(HistoryFailure) {
        let database = try open()
        do throws(HistoryFailure) {
            try database.write(pending, &numbers)
        } catch  where error.kind == .full {
            // The file's own bound, or the disk's: room of the oldest is room for the newest.
            numbers.forget()
            try database.shrink(to: settings.maximumSize)
            try database.write(pending, &numbers)
        }
        account.steps += UInt64(pending.steps.count)
        account.moves += UInt64(pending.moves.count)
        account.problem = nil
        pending.clear()
        guard stepsUntil > 0, stepsUntil >= nextUpkeep else { return }
        nextUpkeep = HistoryTier.minutes.start(of: stepsUntil) + HistoryTier.minutes.step
        numbers.forget()
        try database.upkeep(now: stepsUntil, settings: settings)
    }

    private mutating func open() throws(HistoryFailure) -> HistoryDatabase {
        if let database { return database }
        let opened = try HistoryDatabase(path: path, maximumSize: settings.maximumSize)
        database = opened
        return opened
    }

    private mutating func fail(_ failure: HistoryFailure) {
        account.failures += 1
        isWaiting = true
        numbers.forget()
        switch failure.kind {
        case .damaged: begin(after: failure)
        case .newer:
            isOff = true
            close()
            account.problem = "\(path) \(failure.reason): it is left alone, and no history is kept"
        case .full, .interrupted, .other:
            if failure.kind == .other { close() }
            account.problem = "\(path): \(failure.reason)"
        }
    }

    /// A damaged file is moved aside, in the place of the one that was damaged before it, and a new one is begun.
    private mutating func begin(after failure: HistoryFailure) {
        close()
        do throws(HistoryFailure) {
            let aside = try HistoryFile.moveAside(path)
            account.notices.append("\(path): \(failure.reason); moved to \(aside), history begins anew")
            isWaiting = false
            try saveOnce()
        } catch {
            isWaiting = true
            account.problem = "\(path): \(failure.reason), and could not be replaced: \(error.reason)"
        }
    }

    private mutating func close() {
        database?.close()
        database = nil
    }

    mutating func reconfigure(_ settings: HistorySettings) {
        guard settings != self.settings else { return }
        self.settings = settings
        nextUpkeep = 0
        try? database?.setLimit(settings.maximumSize)
    }

    mutating func finish() {
        if let closed = builder.close() { pending.add(closed) }
        isWaiting = false
        save()
        close()
    }

    /// What there is to say, once.
    mutating func takeAccount() -> HistoryAccount {
        defer { account.notices = [] }
        account.dropped = pending.dropped
        return account
    }
}
