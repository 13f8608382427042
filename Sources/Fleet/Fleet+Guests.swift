import BalloonKit
import CLinux
import HostMemory
import Logging
import NIOCore
import NIOPosix
import QMP

/// Connections and what comes of them.
extension Fleet {
    func onTick() {
        guard !isStopped else { return }
        let now = time
        var connects = 0
        var overdue: (guest: Guest, due: MonotonicTime)?
        for guest in sortedGuests() {
            if guest.tracker.wakeAt <= now {
                guest.tracker.tick(at: now)
                settle(guest)
                if let due = guest.tracker.attemptAt, due <= now, connects < Self.connectsPerTick {
                    connects += 1
                    connect(guest)
                }
            }
            if let due = guest.traitsAt, due <= now, due < overdue?.due ?? GuestTracker.never { overdue = (guest, due) }
        }
        if let overdue { readTraits(of: overdue.guest, at: now) }
        sweep(at: now)
        discover(at: now)
    }

    func connect(_ guest: Guest) {
        guest.tracker.connectStarted()
        var pid: Int32 = 0
        let descriptor = clinux_connect_unix(guest.path, &pid)
        guard descriptor >= 0 else {
            let failure = ConnectFailure(errno: -descriptor)
            guest.tracker.connectFailed(failure, processLives: guest.processLives, at: time)
            return settle(guest)
        }
        adopt(process: pid, by: guest)
        guest.tracker.connected(at: time, pid: pid > 0 ? pid : nil)
        let connection = GuestConnection(owner: guest)
        guest.connection = connection
        let bound = NIOLoopBound(connection, eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            // A reply with statistics has about 500 bytes, and comes in one piece.
            .channelOption(ChannelOptions.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2048))
            // The second read of a wake-up would nearly always find nothing.
            .channelOption(ChannelOptions.maxMessagesPerRead, value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
            .withConnectedSocket(descriptor)
            .assumeIsolated()
            .whenFailure { _ in
                guard guest.connection === connection else { return }
                guest.connectionClosed()
            }
        settle(guest)
    }

    /// The process of a new connection. Its descriptor is kept while it is the same process.
    private func adopt(process pid: Int32, by guest: Guest) {
        guard pid > 0 else {
            guest.process = nil
            guest.resident = nil
            return
        }
        if guest.process?.pid != pid || guest.processLives != true {
            guest.process = try? ProcessMemory(pid: pid, roots: settings.roots)
            guest.traits = nil
        }
        guest.resident = guest.process?.resident()
    }

    /// Carries out what a tracker has decided; after every call of it.
    func settle(_ guest: Guest) {
        let output = guest.tracker.takeOutput()
        if !output.isEmpty { guest.connection?.write(output) }
        guest.connection?.setReads(guest.tracker.readsResumeAt == nil)
        if guest.tracker.takeShouldClose() {
            guest.connection?.close()
            guest.connection = nil
        }
        for notice in guest.tracker.takeNotices() { handle(notice, of: guest) }
        if guest.isInRound && !guest.tracker.isPollOpen { answered(guest) }
    }

    private func handle(_ notice: GuestNotice, of guest: Guest) {
        switch notice {
        case .state(let from, let to):
            if to == .gone { guest.resident = nil }
            tell(guest, .state(from: from, to: to), reason: guest.tracker.reason)
        case .event(let event): tell(guest, .event(event))
        case .named(let name): rename(guest, to: name)
        case .ready: guest.traitsAt = time
        case .balloon(let number, let result): completions.removeValue(forKey: number)?(result)
        case .hardware(let hardware):
            let inquirers = guest.inquirers
            guest.inquirers = []
            for inquirer in inquirers { inquirer(.success(hardware)) }
        }
    }

    func tell(_ guest: Guest, _ kind: FleetChange.Kind, reason: String = "") {
        if case .state(_, let to) = kind {
            logger.debug("guest changed", metadata: ["guest": "\(guest.tracker.name)", "state": "\(to.rawValue)"])
        }
        onChange?(FleetChange(guest: guest.tracker.name, kind: kind, reason: reason))
    }

    // MARK: Names

    /// Takes in a socket that was found.
    func appear(_ found: FoundSocket) {
        let tracker = GuestTracker(
            name: GuestName.ofSocket(found.path), settings: GuestTrackerSettings(settings), at: time,
            stagger: nextStagger(), fleetBudget: readBudget, isShared: found.isShared)
        let guest = Guest(found: found, tracker: tracker, fleet: self)
        guests[found.path] = guest
        guest.ownName = tracker.name
        tracker.name = uniqueName(tracker.name, for: guest)
        guest.namedAt = time
        names[tracker.name] = guest
        sorted = nil
        tell(guest, .appeared)
    }

    private func rename(_ guest: Guest, to own: String) {
        guard own != guest.ownName else { return }
        guest.ownName = own
        if let holder = names[own], holder !== guest, mustYield(holder, to: guest) {
            call(holder, clashName(own, for: holder))
        }
        if names[guest.tracker.name] === guest { names[guest.tracker.name] = nil }
        call(guest, uniqueName(own, for: guest))
        if guest.hasClashingName {
            logger.warning(
                "two guests of one name",
                metadata: ["name": "\(own)", "socket": "\(guest.path)", "shown-as": "\(guest.tracker.name)"])
        }
    }

    private func call(_ guest: Guest, _ name: String) {
        let before = guest.tracker.name
        if names[before] === guest { names[before] = nil }
        guest.tracker.name = name
        guest.namedAt = time
        names[name] = guest
        sorted = nil
        tell(guest, .renamed(from: before))
    }

    /// Of guests of one name that are met at about the same time, as after a start of the daemon, the first by its socket's
    /// path has it, whoever answers first. Later its holder keeps it: pins and limits go by names.
    private func mustYield(_ holder: Guest, to guest: Guest) -> Bool {
        time - holder.namedAt < Self.namesSettleWithin && guest.path < holder.path
    }

    /// Who may not have a name gets its socket's added.
    private func uniqueName(_ own: String, for guest: Guest) -> String {
        isFree(own) ? own : clashName(own, for: guest)
    }

    /// By the socket's own name, or by its path where two sockets have one: never by who came first.
    private func clashName(_ own: String, for guest: Guest) -> String {
        let socket = GuestName.ofSocket(guest.path)
        let isAmbiguous = guests.values.contains { $0 !== guest && GuestName.ofSocket($0.path) == socket }
        let name = "\(own)@\(isAmbiguous ? guest.path : socket)"
        return isFree(name) ? name : guest.path
    }

    /// A guest that is gone does not keep its name from its successor.
    private func isFree(_ name: String) -> Bool {
        guard let holder = names[name] else { return true }
        guard holder.tracker.goneSince != nil, !holder.isListed else { return false }
        remove(holder)
        return true
    }

    // MARK: The end

    /// Forgets guests that are gone, whose socket is not there any more, and that were shown as gone long enough.
    private func sweep(at now: MonotonicTime) {
        for guest in guests.values where !guest.isFound && !guest.isListed {
            if let since = guest.tracker.goneSince, now - since >= Self.goneIsShown { remove(guest) }
        }
    }

    func remove(_ guest: Guest) {
        guest.connection?.close()
        guest.connection = nil
        guest.tracker.closed(at: time)
        settle(guest)
        tally += guest.tracker.totals
        guests[guest.path] = nil
        if names[guest.tracker.name] === guest { names[guest.tracker.name] = nil }
        sorted = nil
        tell(guest, .disappeared)
    }
}
