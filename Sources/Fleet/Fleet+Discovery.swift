import BalloonKit
import Logging
import NIOCore
import NIOPosix

/// Guests come and go: what directories, the settings and the procfs show.
extension Fleet {
    /// The pace of looks at the procfs and at directories that cannot be watched.
    static let scanEvery = Duration.seconds(3)
    /// The net under inotify, where that tells of everything: to look at a thousand sockets costs as much as to decide for them.
    static let watchedScanEvery = Duration.seconds(15)
    /// Looks at the procfs read a file of every process, so they do not follow each other at once.
    static let scanSpacing = Duration.milliseconds(100)

    func discover(at now: MonotonicTime) {
        if watcher?.drain() == true { scanIsDue = true }
        guard scanIsDue || now >= nextScan, !scanIsRunning else { return }
        if let lastScan, now - lastScan < Self.scanSpacing { return }
        scanIsDue = false
        scanIsRunning = true
        lastScan = now
        nextScan = now + Self.scanEvery
        var scan = DiscoveryScan(settings)
        for guest in guests.values {
            if guest.tracker.state == .socketBusy { scan.busy.insert(guest.path) } else { scan.held.insert(guest.path) }
        }
        let (asked, drops) = (scan, dropsUnwanted)
        dropsUnwanted = false
        files.runIfActive(eventLoop: eventLoop) { asked.run() }.assumeIsolated().whenComplete { [self] outcome in
            scanIsRunning = false
            guard !isStopped else { return }
            switch outcome {
            case .success(let found): take(found, dropsUnwanted: drops)
            case .failure: tally.discoveryFailures &+= 1
            }
        }
    }

    private func take(_ result: DiscoveryScan.Result, dropsUnwanted: Bool) {
        tally.discoveryFailures &+= UInt64(result.failures)
        let unwatched = watcher?.watch(result.directories) ?? 0
        tally.discoveryFailures &+= UInt64(unwatched)
        // What came into a directory between the look at it and the watch on it told nobody.
        let isSettled = result.directories == directories
        directories = result.directories
        let isWatched = watcher != nil && unwatched == 0 && !settings.scanProc && result.failures == 0
        if isWatched, isSettled, let lastScan { nextScan = lastScan + Self.watchedScanEvery }
        note(overLimit: result.overLimit)
        for path in result.passedOver { passOver(path) }
        for guest in guests.values { guest.isFound = false }
        for found in result.sockets { take(found) }
        guard dropsUnwanted else { return }
        for guest in guests.values where !guest.isFound { remove(guest) }
    }

    /// Its process has another QMP socket, which is tried instead.
    private func passOver(_ path: String) {
        guard let guest = guests[path], !guest.isListed, guest.tracker.state == .socketBusy else { return }
        tally.socketsPassedOver &+= 1
        remove(guest)
    }

    private func take(_ found: FoundSocket) {
        guard let guest = guests[found.path] else {
            guard guests.count < settings.maximumGuests else { return tally.guestsOverLimit &+= 1 }
            return appear(found)
        }
        guest.isFound = true
        guest.isListed = found.isListed
        if found.isShared != guest.tracker.isShared {
            guest.tracker.share(found.isShared, at: time)
            settle(guest)
        }
        guard guest.identity != found.identity else { return }
        guest.identity = found.identity
        if found.identity != nil { guest.tracker.socketAppeared(at: time) }
    }

    private func note(overLimit: Int) {
        defer { lastOverLimit = overLimit }
        guard overLimit > lastOverLimit else { return }
        tally.guestsOverLimit &+= UInt64(overLimit - lastOverLimit)
        logger.warning(
            "more guests than the bound; the rest is left alone",
            metadata: ["bound": "\(settings.maximumGuests)", "left-alone": "\(overLimit)"])
    }
}
