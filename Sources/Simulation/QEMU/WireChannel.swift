import BalloonKit
import Fleet
import QMP

/// A channel of bytes: a simulated QEMU and the daemon's own tracker talk QMP, so that framing, matching, deadlines,
/// back-off and freshness are inside the simulation.
///
/// Drives the tracker as a fleet does, with a timer of one step. What the fleet reads beside the wire, the process's
/// resident memory and mappings, is handed over as the fleet would.
public struct WireChannel: GuestChannel {
    private let name: String
    private let seed: UInt64
    private let silences: [ClosedRange<Double>]
    private let busyTimes: [ClosedRange<Double>]
    private let overhead: ByteCount
    private var qemu: SimulatedQEMU
    private var wire: Wire
    private var tracker: GuestTracker
    /// QEMU's side of the connection; nil while there is none.
    private var server: QMPServerSession?
    /// QEMU was connected and has not greeted yet: it is silent, or busy with another client.
    private var owesGreeting = false
    /// Requests that a silent QEMU has not read yet, of this connection and of those given up since.
    private var unread: [Unread] = []
    private var isBusy = false
    /// The guest was reset, perhaps while QEMU was silent.
    private var hasResetUntold = false
    private var ended: QEMUEnd?
    /// The request line that was understood as one for statistics; the same bytes need not be parsed again.
    private var knownPoll: [UInt8] = []
    /// Likewise what the daemon wrote last besides: mostly the same rare questions.
    private var known: (bytes: [UInt8], requests: [QMPServerRequest]) = ([], [])
    /// When the tracker wants to be called, kept here since it is looked at in each step.
    private var wakeAt = MonotonicTime.origin
    private let isMeasured: Bool
    private var resident: ByteCount?
    private var traits: MemoryTraits?
    private var commands: UInt64 = 0
    private var restarts: UInt64 = 0

    private struct Unread {
        var session: QMPServerSession
        var bytes: [UInt8]
        /// Its client still listens.
        var isCurrent: Bool
    }

    /// So long a fleet shows a guest that is gone.
    private static let goneIsShown = Duration.seconds(10)
    /// More rounds of question and answer than any exchange has.
    private static let longestExchange = 16

    public init(_ plan: GuestPlan, seed: UInt64, at now: Moment) {
        name = plan.name
        self.seed = seed
        silences = plan.silences
        busyTimes = plan.faults.busy
        overhead = plan.overhead
        isMeasured = plan.isMeasured
        qemu = SimulatedQEMU(plan, seed: seed)
        wire = Wire(plan.faults, seed: seed ^ 0x7769_7265)
        tracker = Self.makeTracker(name, seed: seed, at: now)
    }

    private static func makeTracker(_ name: String, seed: UInt64, at now: Moment) -> GuestTracker {
        var settings = GuestTrackerSettings()
        settings.scansStatistics = true
        return GuestTracker(
            name: name, settings: settings, at: now.clock,
            stagger: .milliseconds(Int64(seed % 300) * 100))
    }

    /// What the tracker has counted.
    public var counters: FleetCounters { tracker.totals }
    /// What was done to QEMU's answers.
    public var faults: [WireFault: Int] { wire.tally }

    // MARK: What happens

    public mutating func advance(_ guest: inout SimulatedGuest, hasReset: Bool, to now: Moment) {
        if hasReset { hasResetUntold = true }
        if ended == nil, !isSilent(at: now) {
            qemu.advance(guest, hasReset: hasResetUntold, to: now)
            hasResetUntold = false
            if !unread.isEmpty { readOn(&guest, at: now) }
            if !busyTimes.isEmpty { share(at: now) }
            if owesGreeting, !isBusy { greet(at: now) }
            if !qemu.events.isEmpty { sendEvents(at: now) }
        }
        if !wire.isEmpty { settle(&guest, at: now) }
        if wakeAt <= now.clock { tick(&guest, at: now) }
    }

    public mutating func poll(_ guest: inout SimulatedGuest, at now: Moment) {
        if tracker.beginPoll(at: now.clock), let request = tracker.pollRequest {
            if isTalking(at: now), request.bytes == knownPoll {
                answer(at: now)
            } else {
                hear(request.bytes, &guest, at: now)
            }
            settle(&guest, at: now)
        }
        if ended == nil, resident != nil { resident = guest.resident }
    }

    public mutating func setBalloon(to target: ByteCount, _ guest: inout SimulatedGuest, at now: Moment) {
        commands &+= 1
        // Refused when the guest is not connected: the daemon notes that and sees what the next cycle brings.
        try? tracker.setBalloon(to: target, number: commands, at: now.clock)
        settle(&guest, at: now)
    }

    public mutating func close(_ end: QEMUEnd, at now: Moment) {
        ended = end
        unread = []
        if server != nil {
            if end == .shutDown, !isSilent(at: now) {
                qemu.tell("SHUTDOWN", ["guest": true, "reason": "guest-shutdown"], at: now)
                sendEvents(at: now)
            }
            wire.end(at: now)
        }
        resident = nil
    }

    public mutating func daemonRestarted(at now: Moment) {
        restarts &+= 1
        hangUp()
        tracker = Self.makeTracker(name, seed: seed &+ restarts, at: now)
        wakeAt = tracker.wakeAt
        resident = nil
        traits = nil
    }

    public func sample(at now: Moment) -> GuestSample? {
        if let since = tracker.goneSince, now.clock - since >= Self.goneIsShown { return nil }
        var sample = tracker.sample(at: now.clock)
        sample.resident = isMeasured ? resident : nil
        sample.traits = isMeasured ? traits : nil
        return sample
    }

    private func isSilent(at now: Moment) -> Bool {
        !silences.isEmpty && silences.contains { $0.contains(now.time) }
    }

    private func isTalking(at now: Moment) -> Bool {
        server?.isReady == true && unread.isEmpty && !isSilent(at: now)
    }

    // MARK: The daemon's side

    private mutating func tick(_ guest: inout SimulatedGuest, at now: Moment) {
        tracker.tick(at: now.clock)
        settle(&guest, at: now)
        if let due = tracker.attemptAt, due <= now.clock { connect(&guest, at: now) }
    }

    private mutating func connect(_ guest: inout SimulatedGuest, at now: Moment) {
        tracker.connectStarted()
        if let ended {
            tracker.connectFailed(ended == .killed ? .refused : .missing, processLives: false, at: now.clock)
            return settle(&guest, at: now)
        }
        tracker.connected(at: now.clock, pid: qemu.pid)
        resident = guest.resident
        server = QMPServerSession(version: SimulatedQEMU.version)
        wire.clear()
        owesGreeting = true
        if !isSilent(at: now), !isBusy { greet(at: now) }
        settle(&guest, at: now)
    }

    /// Carries out what the tracker has decided and brings it what has arrived, until neither has more.
    private mutating func settle(_ guest: inout SimulatedGuest, at now: Moment) {
        for _ in 0..<Self.longestExchange {
            for notice in tracker.takeNotices() { take(notice) }
            if tracker.takeShouldClose() { hangUp() }
            let output = tracker.takeOutput()
            if !output.isEmpty { hear(output, &guest, at: now) }
            guard bringNext(at: now) || !output.isEmpty else { break }
        }
        wakeAt = tracker.wakeAt
    }

    /// - Returns: Whether something had arrived.
    private mutating func bringNext(at now: Moment) -> Bool {
        guard !wire.isEmpty, tracker.readsResumeAt == nil, let piece = wire.next(at: now) else { return false }
        switch piece {
        case .bytes(let bytes): tracker.receive(bytes, at: now.clock)
        case .end:
            hangUp()
            tracker.disconnected(at: now.clock, processLives: ended == nil)
        }
        return true
    }

    private mutating func take(_ notice: GuestNotice) {
        switch notice {
        case .ready: traits = MemoryTraits(overhead: overhead)
        case .state(_, let to): if to == .gone { resident = nil }
        case .event, .named, .balloon: break
        }
    }

    /// The connection is over. What a silent QEMU has not read of it, it will.
    private mutating func hangUp() {
        for index in unread.indices { unread[index].isCurrent = false }
        server = nil
        owesGreeting = false
        wire.clear()
    }

    // MARK: QEMU's side

    private mutating func greet(at now: Moment) {
        owesGreeting = false
        if let greeting = server?.greeting() { wire.carry(greeting, at: now) }
    }

    private mutating func sendEvents(at now: Moment) {
        if server?.isReady == true { wire.carry(qemu.events, at: now) }
        qemu.events.removeAll(keepingCapacity: true)
    }

    /// Another client comes and goes.
    private mutating func share(at now: Moment) {
        let wasBusy = isBusy
        isBusy = busyTimes.contains { $0.contains(now.time) }
        if isBusy, !wasBusy, server != nil { wire.end(at: now) }
    }

    /// What the daemon wrote reaches QEMU.
    private mutating func hear(_ bytes: [UInt8], _ guest: inout SimulatedGuest, at now: Moment) {
        guard let current = server else { return }
        if isSilent(at: now) || !unread.isEmpty {
            unread.append(Unread(session: current, bytes: bytes, isCurrent: true))
        } else {
            let output = read(bytes, &guest, at: now)
            if !output.isEmpty { wire.carry(answer: output, at: now) }
        }
    }

    /// Goes on after a silence: everything is done in order, also what was sent over connections given up since.
    private mutating func readOn(_ guest: inout SimulatedGuest, at now: Moment) {
        let waiting = unread
        unread = []
        for part in waiting {
            let mine = server
            if !part.isCurrent { server = part.session }
            let output = read(part.bytes, &guest, at: now)
            if part.isCurrent, !output.isEmpty { wire.carry(answer: output, at: now) }
            if !part.isCurrent { server = mine }
        }
    }

    private mutating func read(_ bytes: [UInt8], _ guest: inout SimulatedGuest, at now: Moment) -> [UInt8] {
        guard server != nil else { return [] }
        var output: [UInt8] = []
        for request in requests(in: bytes, &output) {
            if qemu.asksStatistics(request), request.id == nil {
                _ = server?.reply(to: request)
                output += qemu.statisticsLine()
                if known.requests.count == 1 { knownPoll = bytes }
                continue
            }
            do throws(QMPServerError) {
                let answer = try qemu.execute(request, &guest, at: now)
                output += server?.reply(to: request, with: answer) ?? []
            } catch {
                output += server?.refuse(request, with: error) ?? []
            }
        }
        return output
    }

    /// What the daemon asks. What the session answers by itself goes to `output`.
    private mutating func requests(in bytes: [UInt8], _ output: inout [UInt8]) -> [QMPServerRequest] {
        if bytes == known.bytes, server?.isReady == true { return known.requests }
        var lines: [UInt8] = []
        var requests: [QMPServerRequest] = []
        server?.receive(bytes) { event in
            switch event {
            case .write(let line): lines += line
            case .request(let request): requests.append(request)
            case .ready: break
            }
        }
        // Targets differ each time: they must not push out what is asked again and again.
        if lines.isEmpty, requests.first?.command != "balloon" { known = (bytes, requests) }
        output += lines
        return requests
    }

    /// Answers a request for statistics whose bytes are known.
    private mutating func answer(at now: Moment) {
        let line = qemu.statisticsLine()
        if wire.isClear(at: now.time) {
            tracker.receive(line, at: now.clock)
        } else {
            wire.carry(answer: line, at: now)
        }
    }
}
