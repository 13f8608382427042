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
    private let overhead: ByteCount
    private var monitor: SimulatedMonitor
    private var tracker: GuestTracker
    /// When the tracker wants to be called, kept here since it is looked at in each step.
    private var wakeAt = MonotonicTime.origin
    private let isMeasured: Bool
    private var resident: ByteCount?
    private var traits: MemoryTraits?
    private var commands: UInt64 = 0
    private var restarts: UInt64 = 0

    /// So long a fleet shows a guest that is gone.
    private static let goneIsShown = Duration.seconds(10)
    /// More rounds of question and answer than any exchange has.
    private static let longestExchange = 16

    public init(_ plan: GuestPlan, seed: UInt64, at now: Moment) {
        name = plan.name
        self.seed = seed
        overhead = plan.overhead
        isMeasured = plan.isMeasured
        monitor = SimulatedMonitor(plan, seed: seed)
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
    public var faults: [WireFault: Int] { monitor.faults }

    // MARK: What happens

    public mutating func advance(_ guest: inout SimulatedGuest, hasReset: Bool, to now: Moment) {
        monitor.advance(&guest, hasReset: hasReset, to: now)
        if !monitor.isQuiet { settle(&guest, at: now) }
        if wakeAt <= now.clock { tick(&guest, at: now) }
    }

    public mutating func poll(_ guest: inout SimulatedGuest, at now: Moment) {
        if tracker.beginPoll(at: now.clock), let request = tracker.pollRequest {
            if monitor.isAskedForStatistics(by: request.bytes, at: now) {
                if let line = monitor.answerStatistics(at: now) { tracker.receive(line, at: now.clock) }
            } else {
                monitor.hear(request.bytes, &guest, at: now)
            }
            settle(&guest, at: now)
        }
        if monitor.ended == nil, resident != nil { resident = guest.resident }
    }

    public mutating func setBalloon(to target: ByteCount, _ guest: inout SimulatedGuest, at now: Moment) {
        commands &+= 1
        // Refused when the guest is not connected: the daemon notes that and sees what the next cycle brings.
        try? tracker.setBalloon(to: target, number: commands, at: now.clock)
        settle(&guest, at: now)
    }

    public mutating func close(_ end: QEMUEnd, at now: Moment) {
        monitor.close(end, at: now)
        resident = nil
    }

    public mutating func daemonRestarted(at now: Moment) {
        restarts &+= 1
        monitor.hangUp()
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

    // MARK: The daemon's side

    private mutating func tick(_ guest: inout SimulatedGuest, at now: Moment) {
        tracker.tick(at: now.clock)
        settle(&guest, at: now)
        if let due = tracker.attemptAt, due <= now.clock { connect(&guest, at: now) }
    }

    private mutating func connect(_ guest: inout SimulatedGuest, at now: Moment) {
        tracker.connectStarted()
        if let ended = monitor.ended {
            tracker.connectFailed(ended == .killed ? .refused : .missing, processLives: false, at: now.clock)
            return settle(&guest, at: now)
        }
        tracker.connected(at: now.clock, pid: monitor.qemu.pid)
        resident = guest.resident
        monitor.connect(at: now)
        settle(&guest, at: now)
    }

    /// Carries out what the tracker has decided and brings it what has arrived, until neither has more.
    private mutating func settle(_ guest: inout SimulatedGuest, at now: Moment) {
        for _ in 0..<Self.longestExchange {
            for notice in tracker.takeNotices() { take(notice) }
            if tracker.takeShouldClose() { monitor.hangUp() }
            let output = tracker.takeOutput()
            if !output.isEmpty { monitor.hear(output, &guest, at: now) }
            guard bringNext(at: now) || !output.isEmpty else { break }
        }
        wakeAt = tracker.wakeAt
    }

    /// - Returns: Whether something had arrived.
    private mutating func bringNext(at now: Moment) -> Bool {
        guard !monitor.isQuiet, tracker.readsResumeAt == nil, let piece = monitor.next(at: now) else { return false }
        switch piece {
        case .bytes(let bytes): tracker.receive(bytes, at: now.clock)
        case .end:
            monitor.hangUp()
            tracker.disconnected(at: now.clock, processLives: monitor.ended == nil)
        }
        return true
    }

    private mutating func take(_ notice: GuestNotice) {
        switch notice {
        case .ready: traits = MemoryTraits(overhead: overhead)
        case .state(_, let to): if to == .gone { resident = nil }
        case .event, .named, .balloon, .hardware: break
        }
    }
}
