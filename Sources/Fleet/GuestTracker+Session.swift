import BalloonKit
import QMP

/// What QEMU says, and what follows from it.
extension GuestTracker {
    func handle(_ event: QMPClientEvent, at now: MonotonicTime) {
        switch event {
        case .reply(let tag, let value): reply(tag, value, at: now)
        case .statistics(let tag, let statistics): reply(tag, statistics, at: now)
        case .failed(let tag, let error): failed(tag, error, at: now)
        case .event(let event): guestEvent(event, at: now)
        case .greeting: counters.connections &+= 1
        case .write(let bytes): output += bytes
        case .ready: begin(at: now)
        case .closed(let reason): sessionClosed(reason, at: now)
        case .late, .oversizeLine: break
        }
    }

    /// Asks for everything at once: QEMU answers in order.
    private func begin(at now: MonotonicTime) {
        link = .ready(now)
        guard !isKnown else { return beginAgain(at: now) }
        waitingSince = now
        for command: GuestCommand in [
            .name, .status, .memorySummary, .memoryDevices, .balloon, .peripheral, .peripheralAnon,
        ] { enqueue(command) }
    }

    func enqueue(_ command: GuestCommand) {
        guard open & command.bit == 0 else { return }
        open |= command.bit
        queue.append(command)
    }

    private func reply(_ tag: QMPTag, _ value: JSONView, at now: MonotonicTime) {
        guard let command = GuestCommand(rawValue: tag.rawValue) else {
            return takeAnswer(tag, .success(JSONValue(value)), at: now) ? () : ownReply(tag, .success(()), at: now)
        }
        open &= ~command.bit
        do throws(QMPError) {
            try take(command, value, at: now)
        } catch {
            return unusable(command, error, at: now)
        }
        answered(command, at: now)
    }

    private func reply(_ tag: QMPTag, _ statistics: GuestStatsReply, at now: MonotonicTime) {
        guard tag == GuestCommand.statistics.tag else { return }
        open &= ~GuestCommand.statistics.bit
        takeStatistics(statistics, at: now)
        answered(.statistics, at: now)
    }

    private func take(_ command: GuestCommand, _ value: JSONView, at now: MonotonicTime) throws(QMPError) {
        switch command {
        case .statistics: takeStatistics(try GuestStats.decode(value), at: now)
        case .name:
            if let own = try QueryName.decode(value).flatMap(GuestName.cleaned) { notices.append(.named(own)) }
        case .status:
            let status = try QueryStatus.decode(value)
            isRunning = status.isRunning
            runState = status.state
        case .memorySummary: baseMemory = ByteCount(clamping: try QueryMemorySizeSummary.decode(value).base)
        case .memoryDevices:
            let dimms = try QueryMemoryDevices.decode(value).filter(\.countsForBalloon)
            dimmMemory = dimms.reduce(.zero) { $0 + ByteCount(clamping: $1.size ?? 0) }
        case .balloon:
            actual = ByteCount(clamping: try QueryBalloon.decode(value))
            balloonIsActive = true
        case .peripheral: takeList(try QOMList.decode(value), of: GuestCommand.peripheralPath)
        case .peripheralAnon: takeList(try QOMList.decode(value), of: GuestCommand.peripheralAnonPath)
        case .deflateOnOOM: deflatesOnOOM = value.bool ?? false
        case .migration: noteMigration(try QueryMigrate.decode(value), at: now)
        case .setInterval: break
        case .getInterval: takeInterval(try GetStatsPollingInterval.decode(value))
        }
    }

    private func takeList(_ list: [QOMList.Property], of container: String) {
        guard let path = BalloonDevice.find(in: list, of: container), path != device?.path else { return }
        device = BalloonDevice(path: path, interval: settings.statisticsInterval)
        enqueue(.deflateOnOOM)
        // Asked first, so that what was there before our interval is known as old.
        enqueue(.statistics)
        enqueue(.setInterval)
        if !balloonIsActive { enqueue(.balloon) }
    }

    private func takeInterval(_ interval: Duration) {
        guard interval != .seconds(settings.statisticsInterval.components.seconds) else { return }
        counters.intervalRepairs &+= 1
        enqueue(.setInterval)
    }

    private func takeStatistics(_ stats: GuestStatsReply, at now: MonotonicTime) {
        reported = ReportedStatistics(stats)
        guard let before = lastUpdate else {
            lastUpdate = stats.lastUpdate
            return
        }
        guard before != stats.lastUpdate else { return }
        lastUpdate = stats.lastUpdate
        lastMoved = now
        statisticsUpdates &+= 1
        resetAt = nil
        hasPanicked = false
    }

    /// An answer without the promised shape. Statistics are what a guest is watched for: without them only a new connection
    /// can help. Of the rest nothing is known, which is bearable.
    private func unusable(_ command: GuestCommand, _ error: QMPError, at now: MonotonicTime) {
        counters.malformed &+= 1
        if command == .statistics {
            isPollOpen = false
            givenUpFor = .malformed(error.description)
        } else {
            refused(command, at: now)
        }
    }

    private func refused(_ command: GuestCommand, at now: MonotonicTime) {
        defer { answered(command, at: now) }
        switch command {
        case .balloon: balloonIsActive = false
        case .statistics, .setInterval, .getInterval:
            // The device may be gone, or plugged again under another path.
            forgetDevice()
            housekeepingAt = now + .seconds(1)
        case .migration: tellsNoMigration = true
        default: break
        }
    }

    private func forgetDevice() {
        device = nil
        lastUpdate = nil
        lastMoved = nil
        reported = nil
    }

    private func answered(_ command: GuestCommand, at now: MonotonicTime) {
        if command == .statistics { isPollOpen = false }
        if isShared { wasSilent = false }
        guard !setupDone, open & GuestCommand.setup == 0 else { return }
        setupDone = true
        wasSilent = false
        // A migration may be under way already; nothing else waits for this.
        migrationAt = now + Self.askForMigrationEvery
        housekeepingAt = now + (device == nil ? Self.lookForDeviceEvery : Self.housekeepingEvery + stagger)
        notices.append(.ready)
    }

    private func failed(_ tag: QMPTag, _ error: QMPError, at now: MonotonicTime) {
        guard let command = GuestCommand(rawValue: tag.rawValue) else {
            return takeAnswer(tag, .failure(error), at: now) ? () : ownReply(tag, .failure(error), at: now)
        }
        open &= ~command.bit
        switch error.code {
        case .timedOut: missedDeadline(at: now)
        case .interrupted, .invalidInput: if command == .statistics { isPollOpen = false }
        case .protocolViolation: unusable(command, error, at: now)
        case .rejected:
            counters.rejections &+= 1
            refused(command, at: now)
        }
    }

    /// A time-out can also mean that QEMU waits for the end of a broken request, so only a new connection is safe.
    func missedDeadline(at now: MonotonicTime) {
        counters.timeouts &+= 1
        wasSilent = true
        givenUpFor = silence(at: now)
    }

    private func ownReply(_ tag: QMPTag, _ result: Result<Void, QMPError>, at now: MonotonicTime) {
        guard tag.rawValue >= GuestCommand.firstOwnTag else { return }
        let number = tag.rawValue - GuestCommand.firstOwnTag
        if let index = openTargets.firstIndex(where: { $0.number == number }) {
            let sent = openTargets.remove(at: index)
            if case .success = result {
                target = sent.target
                // The next visit asks anyway.
                confirmAt = isShared ? nil : now + .milliseconds(300)
                confirmsLeft = 2
            }
        }
        if case .failure(let error) = result {
            if error.code == .timedOut { missedDeadline(at: now) }
            if case .rejected = error.code { counters.rejections &+= 1 }
        }
        notices.append(.balloon(number, result))
    }
}
