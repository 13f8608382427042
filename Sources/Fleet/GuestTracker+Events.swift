import BalloonKit
import QMP

/// What QEMU says unasked. Events are hints: each brings a question forward.
extension GuestTracker {
    func guestEvent(_ event: QMPEvent, at now: MonotonicTime) {
        counters.events &+= 1
        switch event {
        case .balloonChange(let bytes):
            if let bytes { actual = ByteCount(clamping: bytes) }
        case .reset:
            guard reset(at: now) else { return }
        case .stop:
            isRunning = false
            runState = .paused
            enqueue(.status)
            if migration != nil { askForMigration() }
        case .resume:
            isRunning = true
            runState = .running
            waitingSince = now
            if migration != nil { askForMigration() }
        case .shutdown(let reason): shutdownReason = reason
        case .guestPanicked: hasPanicked = true
        case .deviceDeleted(_, let path): deviceDeleted(path)
        case .memoryDeviceSizeChange: refreshMaximum()
        case .other(let name):
            guard name == "ACPI_DEVICE_OST" || name == "DEVICE_UNPLUG_GUEST_ERROR" else { break }
            refreshMaximum()
        case .migration(let status): noteMigration(QMPMigrationStatus(name: status), at: now)
        case .powerdown: break
        }
        notices.append(.event(event))
    }

    /// - Returns: whether it is the first of a burst.
    private func reset(at now: MonotonicTime) -> Bool {
        let isFirst = resetAt.map { now - $0 > Self.resetDebounce } ?? true
        resetAt = now
        hasPanicked = false
        // Statistics stand still until the new driver is up: what comes first is old.
        lastUpdate = nil
        afterResetAt = now + .seconds(1)
        return isFirst
    }

    private func deviceDeleted(_ path: String?) {
        if let path, let own = device?.path, own == path || path.hasPrefix(own + "/") {
            device = nil
            balloonIsActive = false
            lastUpdate = nil
            lastMoved = nil
            reported = nil
            target = nil
        }
        refreshMaximum()
        if device == nil { lookForDevice() }
    }

    private func refreshMaximum() {
        enqueue(.memorySummary)
        enqueue(.memoryDevices)
        enqueue(.balloon)
    }

    func lookForDevice() {
        enqueue(.peripheral)
        enqueue(.peripheralAnon)
        enqueue(.balloon)
    }

    /// What QEMU says of a migration, whether it was asked or not.
    func noteMigration(_ status: QMPMigrationStatus?, at now: MonotonicTime) {
        migration = status.flatMap { $0.isUnderWay ? $0 : nil }
        migrationAt = migration == nil ? nil : now + Self.askForMigrationEvery
    }

    private func askForMigration() {
        if !tellsNoMigration { enqueue(.migration) }
    }

    /// The rare questions; each costs QEMU about 0.2 ms.
    func keepHouse(at now: MonotonicTime) {
        guard isReady else { return }
        if let due = afterResetAt, due <= now {
            afterResetAt = nil
            enqueue(.status)
            enqueue(.balloon)
            if device == nil { lookForDevice() } else { enqueue(.setInterval) }
        }
        if let due = confirmAt, due <= now {
            // BALLOON_CHANGE comes up to a second late; ask once more after that if the guest is still on its way.
            confirmsLeft -= 1
            confirmAt = confirmsLeft > 0 && actual != target ? now + .seconds(1) : nil
            enqueue(.balloon)
        }
        if let due = migrationAt, due <= now {
            migrationAt = nil
            askForMigration()
        }
        if let due = housekeepingAt, due <= now {
            askForMigration()
            if device == nil {
                housekeepingAt = now + Self.lookForDeviceEvery
                lookForDevice()
            } else {
                housekeepingAt = now + Self.housekeepingEvery
                enqueue(.balloon)
                enqueue(.getInterval)
            }
        }
    }
}
