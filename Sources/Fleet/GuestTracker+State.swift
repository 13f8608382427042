import BalloonKit
import QMP

/// The state that follows from all that is known, and the sample that shows it.
extension GuestTracker {
    /// Ends every call: sends what was decided, gives up where that was decided, and finds state and next wake-up.
    func settle(at now: MonotonicTime) {
        if givenUpFor != nil { session.close { handle($0, at: now) } }
        if !queue.isEmpty { sendQueue(at: now) }
        if isShared {
            sendWaiting(at: now)
            endVisit(at: now)
        }
        let next = currentCondition(at: now)
        if next != condition { enter(next, at: now) }
        wakeAt = nextWake(at: now)
    }

    private func enter(_ next: GuestCondition, at now: MonotonicTime) {
        let before = condition.state
        condition = next
        if before != next.state { notices.append(.state(from: before, to: next.state)) }
        if case .notGreeted = next { counters.busySockets &+= 1 }
        guard next == .frozen, device != nil, isReady else { return }
        // Another client may have stopped or stretched the polling.
        enqueue(.getInterval)
        sendQueue(at: now)
    }

    private func sendQueue(at now: MonotonicTime) {
        let commands = queue
        queue = []
        guard case .ready = link else { return }
        let deadline = (now + settings.commandDeadline).sinceOrigin
        for command in commands {
            guard let request = request(for: command) else {
                open &= ~command.bit
                continue
            }
            do throws(QMPError) {
                output += try session.send(request, tag: command.tag, deadline: deadline)
            } catch {
                open &= ~command.bit
                counters.rejections &+= 1
            }
        }
    }

    private func request(for command: GuestCommand) -> QMPRequest? {
        switch command {
        case .name: GuestCommand.queryName
        case .status: GuestCommand.queryStatus
        case .memorySummary: GuestCommand.queryMemorySummary
        case .memoryDevices: GuestCommand.queryMemoryDevices
        case .peripheral: GuestCommand.listPeripheral
        case .peripheralAnon: GuestCommand.listPeripheralAnon
        case .balloon: GuestCommand.queryBalloon
        case .deflateOnOOM: device.map { QMPRequest(QOMGet(path: $0.path, property: "deflate-on-oom")) }
        case .setInterval: device?.setInterval
        case .getInterval: device?.getInterval
        case .statistics: device?.statistics
        case .migration: GuestCommand.queryMigrate
        }
    }

    private func currentCondition(at now: MonotonicTime) -> GuestCondition {
        switch link {
        case .down: downCondition
        case .connecting: isKnown && !wasSilent && goneSince == nil ? machineCondition(at: now) : downCondition
        case .resting: machineCondition(at: now)
        case .greeting(let since):
            if wasSilent { silence(at: now) } else { greetingCondition(since: since, at: now) }
        case .ready: setupDone ? machineCondition(at: now) : wasSilent ? silence(at: now) : .readingGuest
        }
    }

    /// Why a guest does not answer in time: it hangs, or its answers are behind a flood that is read slowly.
    func silence(at now: MonotonicTime) -> GuestCondition {
        hasFlooded(within: .seconds(60), of: now) ? .flooding : .stuck
    }

    private func hasFlooded(within time: Duration, of now: MonotonicTime) -> Bool {
        floodedAt.map { now - $0 <= time } ?? false
    }

    private func greetingCondition(since: MonotonicTime, at now: MonotonicTime) -> GuestCondition {
        if session.state != .awaitingGreeting { return isKnown ? machineCondition(at: now) : .greeting }
        if now - since >= settings.greetingDeadline { return .notGreeted(pid: pid) }
        // A socket that was busy a moment ago is so until it greets.
        if case .notGreeted = condition { return condition }
        if isKnown { return machineCondition(at: now) }
        return .greeting
    }

    private func machineCondition(at now: MonotonicTime) -> GuestCondition {
        if settings.unmanagedGuests.contains(name) { return .leftAlone }
        guard device != nil else { return balloonIsActive ? .deviceOutOfSight : .noDevice }
        if hasPanicked { return .panicked }
        if !isRunning { return .notRunning(runState) }
        if let migration { return .migrating(migration) }
        if lastUpdate == 0 { return .noDriver }
        if resetAt != nil { return .rebooting }
        guard lastUpdate != nil, let lastMoved else {
            return now - waitingSince > settings.freshness ? .frozen : .firstStatistics
        }
        if now - lastMoved > settings.freshness { return .frozen }
        if reported?.available == nil && reported?.free == nil { return .noStatistics }
        return .fresh
    }

    private func nextWake(at now: MonotonicTime) -> MonotonicTime {
        var wake = attemptAt ?? Self.never
        func consider(_ time: MonotonicTime?) {
            if let time, time < wake { wake = time }
        }
        // Most sockets are not shared, and this runs with every answer.
        if isShared { consider(visitWake(at: now)) }
        switch link {
        case .down, .connecting, .resting: return wake
        case .greeting(let since):
            let label = since + settings.greetingDeadline
            if label > now { consider(label) }
        case .ready:
            consider(confirmAt)
            consider(housekeepingAt)
            consider(afterResetAt)
            consider(migrationAt)
            let stale = (lastMoved ?? waitingSince) + settings.freshness + .milliseconds(1)
            if stale > now { consider(stale) }
        }
        consider(readsResumeAt)
        consider(session.nextDeadline.map { MonotonicTime($0) })
        return wake
    }

    /// What is known now. The owner adds what it knows of the process.
    public func sample(at now: MonotonicTime) -> GuestSample {
        // Age moves on without input, so the label is found for this very moment.
        let condition = currentCondition(at: now)
        var sample = GuestSample(name: name, state: condition.state, stateReason: condition.reason)
        if condition != .flooding, hasFlooded(within: .seconds(10), of: now) {
            sample.stateReason += "; \(GuestCondition.flooding.reason)"
        }
        sample.isRunning = isRunning
        sample.actual = actual
        sample.maximum = baseMemory.map { $0 + (dimmMemory ?? .zero) }
        sample.target = target
        sample.reported = reported
        sample.statisticsUpdates = statisticsUpdates
        sample.statisticsAge = lastMoved.map { now - $0 }
        sample.statisticsInterval = settings.statisticsInterval
        sample.deflatesOnOOM = deflatesOnOOM
        sample.pid = pid
        return sample
    }
}
