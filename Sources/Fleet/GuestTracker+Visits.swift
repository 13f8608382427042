import BalloonKit
import QMP

/// A socket that others use, too: QEMU serves one client a socket, so it is held for a visit and left again.
///
/// A visit asks what the cycle needs to know, waits a moment for what the cycle decides, and hangs up. What QEMU tells
/// unasked between two visits is never heard, so each visit asks for it.
extension GuestTracker {
    /// How long a visit waits for commands after the last answer: the cycle decides once all guests have answered.
    static let lingersFor = Duration.milliseconds(100)

    /// Between two visits, as agreed: nobody is connected, and nothing is wrong.
    public var isResting: Bool { if case .resting = link { true } else { false } }

    /// The QEMU of the last visit, as far as is known; its name, device and statistics still hold.
    var isKnown: Bool { isShared && setupDone }

    /// Begins a visit where there is none, for the statistics of a round.
    ///
    /// - Returns: whether the owner is to connect now; the round then waits for this guest.
    public func beginVisit(at now: MonotonicTime) -> Bool {
        guard isShared, device != nil else { return false }
        guard isResting else {
            counters.skippedPollRequests &+= 1
            return false
        }
        isPollOpen = true
        counters.pollRequests &+= 1
        visit(at: now)
        return true
    }

    /// Has the owner connect as soon as it can.
    func visit(at now: MonotonicTime) {
        guard isResting else { return }
        attemptAt = now
        wakeAt = now
    }

    /// Whether the socket is to be left to others between two cycles. Taken over by a running connection, too.
    public func share(_ isShared: Bool, at now: MonotonicTime) {
        guard isShared != self.isShared else { return }
        self.isShared = isShared
        if isShared {
            lingersUntil = now
        } else {
            failWaiting(QMPError(code: .interrupted, message: "not sent: the socket is balloond's own now"), after: nil)
            visit(at: now)
        }
        settle(at: now)
    }

    /// What a visit asks: what was missed since the last one, and now and then what hardly ever changes.
    func beginAgain(at now: MonotonicTime) {
        enqueue(.status)
        if !tellsNoMigration { enqueue(.migration) }
        enqueue(.balloon)
        if afterResetAt != nil {
            afterResetAt = nil
            enqueue(.setInterval)
        }
        if let due = housekeepingAt, due <= now {
            housekeepingAt = now + (device == nil ? Self.lookForDeviceEvery : Self.housekeepingEvery)
            for command: GuestCommand in [.memorySummary, .memoryDevices, .peripheral, .peripheralAnon] {
                enqueue(command)
            }
            if device != nil { enqueue(.getInterval) }
        } else if case .frozen = condition {
            enqueue(.getInterval)
        }
        if device != nil { enqueue(.statistics) }
    }

    /// What was asked for while nobody was connected. Not from within the session's own telling.
    func sendWaiting(at now: MonotonicTime) {
        guard isReady, !waitingTargets.isEmpty || inquiryWantedUntil != nil else { return }
        let waiting = waitingTargets
        waitingTargets = []
        for command in waiting {
            do throws(QMPError) {
                try send(command.target, number: command.number, deadline: command.deadline)
            } catch {
                notices.append(.balloon(command.number, .failure(error)))
            }
        }
        guard inquiryWantedUntil != nil else { return }
        inquiryWantedUntil = nil
        // Ready by now, so there is no failure to tell.
        try? inquire(at: now)
    }

    /// Gives the socket back once everything is answered and the cycle has had time to decide.
    func endVisit(at now: MonotonicTime) {
        guard isKnown, case .ready = link else { return }
        guard open == 0, openTargets.isEmpty, inquiry == nil, queue.isEmpty else { return lingersUntil = nil }
        guard let until = lingersUntil else { return lingersUntil = now + Self.lingersFor }
        guard until <= now else { return }
        lingersUntil = nil
        backOff.reset()
        isHangingUp = true
        session.close { handle($0, at: now) }
        isHangingUp = false
        link = .resting
        attemptAt = nil
        shouldClose = true
    }

    /// When time alone changes something for a shared socket; nil when it does not.
    func visitWake(at now: MonotonicTime) -> MonotonicTime? {
        var wakes = waitingTargets.map(\.deadline)
        if let inquiryWantedUntil { wakes.append(inquiryWantedUntil) }
        switch link {
        case .ready: if let lingersUntil { wakes.append(lingersUntil) }
        case .resting:
            if let housekeepingAt { wakes.append(housekeepingAt) }
            let stale = (lastMoved ?? waitingSince) + settings.freshness + .milliseconds(1)
            if stale > now { wakes.append(stale) }
        case .down, .connecting, .greeting: break
        }
        return wakes.min()
    }

    /// Whoever waits for a visit that does not come is told.
    ///
    /// - Parameters:
    ///   - error: why.
    ///   - time: what may wait beyond it goes on waiting; nil for nothing.
    func failWaiting(_ error: QMPError, after time: MonotonicTime?) {
        let failed = waitingTargets.filter { $0.deadline <= time ?? $0.deadline }
        waitingTargets.removeAll { $0.deadline <= time ?? $0.deadline }
        for command in failed { notices.append(.balloon(command.number, .failure(error))) }
        guard let until = inquiryWantedUntil, until <= time ?? until else { return }
        inquiryWantedUntil = nil
        notices.append(.hardware(GuestInquiry.unanswered(error, balloon: device?.path)))
    }

    /// Another client may hold the socket for longer than a command can wait.
    func expireWaiting(at now: MonotonicTime) {
        guard !waitingTargets.isEmpty || inquiryWantedUntil != nil else { return }
        failWaiting(
            QMPError(code: .timedOut, message: "not sent: another client holds the socket, or QEMU is stopped"),
            after: now)
    }
}

/// A balloon command that waits for the next visit.
struct GuestCommandWaiting {
    let number: UInt64
    let target: ByteCount
    let deadline: MonotonicTime
}
