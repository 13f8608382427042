import BalloonKit
import QMP

/// Connecting, losing, trying again.
extension GuestTracker {
    /// The owner begins to connect.
    public func connectStarted() {
        attemptAt = nil
        link = .connecting
    }

    /// The socket accepted.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - pid: the listener's process; nil when unknown.
    public func connected(at now: MonotonicTime, pid: Int32?) {
        if !isKnown || pid != self.pid { forgetMachine(at: now) }
        self.pid = pid
        attemptAt = nil
        shouldClose = false
        refusals = 0
        goneSince = nil
        shutdownReason = nil
        // What the last session counted; ``totals`` adds the one that runs.
        counters.unknownIds &+= session.counters.unknownIds
        counters.oversizeLines &+= session.counters.oversizeLines
        let limits = QMPClientLimits(
            json: JSONLimits(maximumBytes: Self.longestLine), greetingTimeout: Self.waitForGreeting,
            negotiationTimeout: settings.commandDeadline, scansStatistics: settings.scansStatistics)
        session = QMPClientSession(limits: limits, reportsAbsentStatistics: session.reportsAbsentStatistics)
        session.start(at: now.sinceOrigin)
        link = .greeting(now)
        settle(at: now)
    }

    /// The socket did not accept.
    ///
    /// - Parameters:
    ///   - failure: why.
    ///   - processLives: whether the QEMU of the last connection still runs; nil when it was never known.
    ///   - now: the time.
    public func connectFailed(_ failure: ConnectFailure, processLives: Bool?, at now: MonotonicTime) {
        counters.failedConnects &+= 1
        link = .down
        isPollOpen = false
        switch failure {
        case .missing, .refused: refused(failure, processLives: processLives, at: now)
        case .queueFull:
            counters.busySockets &+= 1
            retry(.queueFull, at: now)
        case .notPermitted: retry(.notPermitted, at: now)
        case .other(let error): retry(.failedToConnect(error), at: now)
        }
        settle(at: now)
    }

    /// QEMU makes its socket in two steps, so a refusal is only believed when it repeats, or when the process is known dead.
    private func refused(_ failure: ConnectFailure, processLives: Bool?, at now: MonotonicTime) {
        refusals += 1
        guard processLives == false || refusals >= 4 else { return retry(.refused, at: now) }
        becomeGone(processLives == false ? .processEnded : .socketGone, at: now)
    }

    /// The peer closed, or the connection broke.
    public func disconnected(at now: MonotonicTime, processLives: Bool?) {
        guard isLinkUp else { return }
        session.disconnected { handle($0, at: now) }
        shouldClose = false
        if let shutdownReason {
            becomeGone(.shutDown(shutdownReason), at: now)
        } else if processLives == false {
            becomeGone(.processEnded, at: now)
        }
        settle(at: now)
    }

    /// The owner gives the connection up.
    public func closed(at now: MonotonicTime) {
        if isLinkUp { session.close { handle($0, at: now) } }
        failWaiting(QMPError(code: .interrupted, message: "not sent: the guest is let go"), after: nil)
        shouldClose = false
    }

    /// The socket was made anew: no reason to wait any longer.
    public func socketAppeared(at now: MonotonicTime) {
        if isResting {
            // Another QEMU's, though nobody can tell by its process.
            setupDone = false
            return visit(at: now)
        }
        guard attemptAt != nil else { return }
        refusals = 0
        backOff.reset()
        attemptAt = now
        if goneSince != nil {
            goneSince = nil
            downCondition = .notTriedYet
        }
        settle(at: now)
    }

    func retry(_ condition: GuestCondition, at now: MonotonicTime) {
        // A guest that is gone stays so until somebody accepts again; one that hangs stays silent.
        if goneSince == nil { downCondition = wasSilent ? silence(at: now) : condition }
        attemptAt = now + backOff.next()
    }

    private func becomeGone(_ condition: GuestCondition, at now: MonotonicTime) {
        wasSilent = false
        if goneSince == nil {
            goneSince = now
            downCondition = condition
        }
        isRunning = false
        attemptAt = now + max(.seconds(1), backOff.next())
    }

    /// The session said it is over.
    func sessionClosed(_ reason: QMPCloseReason, at now: MonotonicTime) {
        if case .ready(let since) = link, now - since >= .seconds(5) { backOff.reset() }
        link = .down
        isPollOpen = false
        open = 0
        queue = []
        output = []
        readsResumeAt = nil
        guard !isHangingUp else { return }
        shouldClose = true
        switch reason {
        case .noGreeting: retry(.notGreeted(pid: pid), at: now)
        case .negotiationFailed(let error) where error.code == .timedOut:
            beSilent(at: now)
        case .negotiationFailed(let error), .protocolViolation(let error):
            counters.malformed &+= 1
            retry(.malformed(error.message), at: now)
        case .disconnected, .closedLocally:
            counters.disconnections &+= reason == .disconnected ? 1 : 0
            retry(givenUpFor ?? .reconnecting, at: now)
        }
        givenUpFor = nil
    }

    func beSilent(at now: MonotonicTime) {
        wasSilent = true
        retry(silence(at: now), at: now)
    }

    /// Everything that belongs to one connection. Name and last sizes stay: they still are the best guess.
    private func forgetMachine(at now: MonotonicTime) {
        lingersUntil = nil
        device = nil
        balloonIsActive = false
        setupDone = false
        open = 0
        queue = []
        output = []
        openTargets = []
        target = nil
        lastUpdate = nil
        lastMoved = nil
        statisticsUpdates = 0
        waitingSince = now
        resetAt = nil
        afterResetAt = nil
        hasPanicked = false
        migration = nil
        migrationAt = nil
        tellsNoMigration = false
        confirmAt = nil
        housekeepingAt = nil
    }
}
