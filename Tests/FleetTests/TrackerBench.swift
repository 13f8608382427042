import BalloonKit
import QMP

@testable import Fleet

/// A tracker, a model of its QEMU, and a clock that only moves when told.
final class TrackerBench {
    let tracker: GuestTracker
    var machine: ModelMachine
    private(set) var now = MonotonicTime(.seconds(1000))
    private(set) var notices: [GuestNotice] = []
    private(set) var closes = 0
    /// Whether the machine answers what it gets.
    var answers = true

    init(_ machine: ModelMachine = ModelMachine(), settings: FleetSettings = FleetSettings(), isShared: Bool = false) {
        self.machine = machine
        tracker = GuestTracker(
            name: "socket1", settings: GuestTrackerSettings(settings), at: now, stagger: .zero,
            fleetBudget: FleetReadBudget(at: now), isShared: isShared)
    }

    var state: GuestState { sample.state }
    var sample: GuestSample { tracker.sample(at: now) }

    var states: [GuestState] {
        notices.compactMap { if case .state(_, let to) = $0 { to } else { nil } }
    }

    /// Connects, greets and answers until the guest is read.
    func connect(pid: Int32? = 4711) {
        tracker.connectStarted()
        tracker.connected(at: now, pid: pid)
        receive(ModelMachine.greeting + "\r\n")
    }

    /// Connects, and lets statistics move once.
    func becomeFresh() {
        connect()
        poll()
        machine.lastUpdate += 1
        advance(.seconds(1))
        poll()
    }

    /// A visit for a round's statistics, to its end.
    func visit(pid: Int32? = 4711) {
        guard tracker.beginVisit(at: now) else { return }
        connect(pid: pid)
        advance(.milliseconds(200))
    }

    func receive(_ text: String) {
        Array(text.utf8).withUnsafeBytes { tracker.receive($0, at: now) }
        pump()
    }

    func event(_ name: String, _ data: String = "{}") {
        let stamp = #"{"timestamp": {"seconds": 1, "microseconds": 2}, "#
        receive(stamp + #""event": "\#(name)", "data": \#(data)}"# + "\r\n")
    }

    @discardableResult
    func poll() -> Bool {
        guard tracker.beginPoll(at: now) else { return false }
        deliver(tracker.pollRequest?.bytes ?? [])
        return true
    }

    /// Lets time pass in steps of the fleet's timer; the guest's statistics move each second when `reporting`.
    func advance(_ time: Duration, reporting: Bool = false) {
        let end = now + time
        while now < end {
            let before = now.sinceOrigin.components.seconds
            now = now + .milliseconds(50)
            if tracker.wakeAt <= now { tracker.tick(at: now) }
            pump()
            guard reporting, now.sinceOrigin.components.seconds != before else { continue }
            machine.lastUpdate += 1
            poll()
        }
    }

    func set(_ target: ByteCount, number: UInt64 = 1) throws {
        try tracker.setBalloon(to: target, number: number, at: now)
        pump()
    }

    func refuse(_ failure: ConnectFailure, processLives: Bool? = nil) {
        tracker.connectStarted()
        tracker.connectFailed(failure, processLives: processLives, at: now)
        pump()
    }

    func disconnect(processLives: Bool?) {
        tracker.disconnected(at: now, processLives: processLives)
        pump()
    }

    /// Passes on what the tracker writes, and takes what it tells.
    private func pump() {
        while true {
            if tracker.takeShouldClose() { closes += 1 }
            notices += tracker.takeNotices()
            let output = tracker.takeOutput()
            if output.isEmpty { return }
            deliver(output)
        }
    }

    private func deliver(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let answer = machine.answer(String(decoding: line, as: UTF8.self))
            if answers { Array(answer.utf8).withUnsafeBytes { tracker.receive($0, at: now) } }
        }
        pump()
    }
}
