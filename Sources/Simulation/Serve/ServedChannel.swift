import BalloonKit
import QMP

/// A channel whose other end is outside: the bytes of a client that came over a socket, and those for it.
///
/// Without I/O. The daemon decides for itself when to ask and what to command, so what a simulator asks of a channel is
/// nothing here. Whoever owns the socket lets a client wait while ``isAttentive(at:)`` says no: a QEMU that hangs, or
/// that another client talks to, neither accepts nor reads, and the kernel keeps what comes.
public struct ServedChannel: GuestChannel {
    /// What goes to the client now.
    public struct Output: Sendable, Hashable {
        public var bytes: [UInt8] = []
        /// After these bytes QEMU closes the connection.
        public var isEnd = false
    }

    private var monitor: SimulatedMonitor
    /// `balloon` commands that were accepted.
    public private(set) var commands = 0
    /// Of these, turns of direction within 30 s.
    public private(set) var flips = 0
    private var lastCommand: (time: Double, isReclaim: Bool)?

    private static let flipTime = 30.0

    public init(_ plan: GuestPlan, seed: UInt64, at now: Moment) {
        monitor = SimulatedMonitor(plan, seed: seed, isStream: true)
    }

    public var isConnected: Bool { monitor.isConnected }
    /// How QEMU ended; nil while it runs.
    public var end: QEMUEnd? { monitor.ended }
    /// A client has asked for statistics to come by themselves.
    public var reportsRegularly: Bool { monitor.qemu.interval > 0 }

    /// Whether QEMU accepts, reads and writes now.
    public func isAttentive(at now: Moment) -> Bool {
        monitor.ended == nil && !monitor.isBusy && !monitor.isSilent(at: now)
    }

    // MARK: The client

    /// QEMU accepts a client. It greets, and what was left of a connection before it is forgotten.
    public mutating func connect(at now: Moment) {
        if monitor.isConnected { monitor.hangUp() }
        monitor.connect(at: now)
    }

    /// The client has closed its end.
    public mutating func disconnect() { monitor.hangUp() }

    /// QEMU reads what the client wrote, in pieces of any length.
    public mutating func receive(_ bytes: [UInt8], _ guest: inout SimulatedGuest, at now: Moment) {
        let before = guest.actual
        let accepted = monitor.qemu.acceptedTargets
        monitor.hear(bytes, &guest, at: now)
        note(monitor.qemu.acceptedTargets - accepted, from: before, guest, at: now)
    }

    /// What has become due for the client since the last call. Nothing while QEMU is silent, unless it has ended.
    public mutating func takeOutput(at now: Moment) -> Output {
        var output = Output()
        guard monitor.isConnected, monitor.ended != nil || !monitor.isSilent(at: now) else { return output }
        while let piece = monitor.next(at: now) {
            switch piece {
            case .bytes(let bytes): output.bytes += bytes
            case .end:
                monitor.hangUp()
                output.isEnd = true
                return output
            }
        }
        return output
    }

    // MARK: What happens

    public mutating func advance(_ guest: inout SimulatedGuest, hasReset: Bool, to now: Moment) {
        let before = guest.actual
        let accepted = monitor.qemu.acceptedTargets
        monitor.advance(&guest, hasReset: hasReset, to: now)
        note(monitor.qemu.acceptedTargets - accepted, from: before, guest, at: now)
    }

    public mutating func close(_ end: QEMUEnd, at now: Moment) { monitor.close(end, at: now) }

    public mutating func poll(_ guest: inout SimulatedGuest, at now: Moment) {}
    public mutating func setBalloon(to target: ByteCount, _ guest: inout SimulatedGuest, at now: Moment) {}
    /// Its connections end by themselves.
    public mutating func daemonRestarted(at now: Moment) {}
    public func sample(at now: Moment) -> GuestSample? { nil }

    /// Counts commands as a simulator counts its governor's.
    private mutating func note(_ count: Int, from before: ByteCount, _ guest: SimulatedGuest, at now: Moment) {
        guard count > 0, let target = guest.target else { return }
        commands += count
        let isReclaim = target < before
        if let last = lastCommand, last.isReclaim != isReclaim, now.time - last.time < Self.flipTime { flips += 1 }
        lastCommand = (now.time, isReclaim)
    }
}
