import BalloonKit
import ControlProtocol
import QMP

/// Watches a pinned guest until it got there, or cannot, or patience ends.
struct GuestWait {
    /// Between two looks.
    static let interval = Duration.milliseconds(250)
    /// By when a new pin must have got into a cycle; they are a second apart.
    static let pinDelay = Duration.seconds(5)
    /// Guests move in pages and drivers in chunks: this near is there.
    static let tolerance = ByteCount.mebibytes(1)

    let pin: SetPin.Reply
    let patience: Duration
    let showsJSON: Bool
    private var start: ByteCount?
    private var shown: String?
    /// Whether the daemon's rows show the pin already; an older daemon shows those of its last cycle.
    private var hasSeenPin = false

    init(pin: SetPin.Reply, patience: Duration, showsJSON: Bool) {
        self.pin = pin
        self.patience = patience
        self.showsJSON = showsJSON
        start = pin.actual
    }

    /// - Throws: ``ClientError`` with `.notReached`, saying how far it came and why not; others when the daemon is lost.
    mutating func run(_ client: inout ControlClient, in context: Context) throws {
        let begin = context.now()
        while true {
            let answer = try client.call(QueryGuests(guest: pin.guest), guest: pin.guest)
            guard let guest = try answer.value().guests.first else {
                throw ClientError(.notReached, "\(pin.guest) is gone")
            }
            hasSeenPin = hasSeenPin || guest.pin?.target == pin.target
            start = start ?? guest.actual
            let elapsed = context.now() - begin
            showProgress(guest, elapsed: elapsed, on: context.console)
            if isThere(guest) {
                endProgress(on: context.console)
                let done =
                    "\(Text.printable(pin.guest)): reached \(Figures.bytes(guest.actual)) in \(Figures.span(elapsed))"
                context.console.print(showsJSON ? answer.json.pretty() : done)
                return
            }
            if let obstacle = obstacle(guest, elapsed: elapsed) {
                endProgress(on: context.console)
                if showsJSON { context.console.print(answer.json.pretty()) }
                throw ClientError(.notReached, shortfall(guest, elapsed: elapsed) + "\n" + obstacle)
            }
            context.pause(min(Self.interval, patience - elapsed))
        }
    }

    private func isThere(_ guest: GuestReport) -> Bool {
        guest.actual.map { ($0 - pin.target).magnitude <= Self.tolerance } ?? false
    }

    /// Why waiting longer is of no use; nil while it may be.
    private func obstacle(_ guest: GuestReport, elapsed: Duration) -> String? {
        if guest.state == GuestState.gone.rawValue { return "The guest is gone\(because(guest.stateReason))" }
        if hasSeenPin || elapsed >= Self.pinDelay {
            guard let held = guest.pin else { return "The pin was removed meanwhile." }
            if held.target != pin.target {
                return "It was pinned to \(held.target) meanwhile by \(Text.printable(held.setBy))."
            }
        }
        return elapsed >= patience ? why(guest) : nil
    }

    private func why(_ guest: GuestReport) -> String {
        var reasons: [String] = []
        if guest.state != GuestState.fresh.rawValue {
            reasons.append("It is \(Text.printable(guest.state))\(because(guest.stateReason))")
        }
        if guest.isRunning == false { reasons.append("Its processors are stopped: its driver cannot work.") }
        if let target = guest.target, (target - pin.target).magnitude > Self.tolerance {
            reasons.append("balloond holds its target at \(target)\(because(guest.lastReason))")
        } else if let reason = guest.lastReason, !reason.isEmpty {
            reasons.append("Last: \(Text.printable(reason))\(fullStop(after: reason))")
        }
        if let available = guest.available {
            reasons.append(
                "The guest has \(available) available\(guest.isInDistress ? " and is short of memory" : "").")
        }
        reasons.append("The pin stays; 'balloonctl unset \(Text.printable(pin.guest))' removes it.")
        return reasons.joined(separator: "\n")
    }

    private func because(_ reason: String?) -> String {
        guard let reason, !reason.isEmpty else { return "." }
        return ": \(Text.printable(reason))\(fullStop(after: reason))"
    }

    private func fullStop(after sentence: String) -> String { sentence.hasSuffix(".") ? "" : "." }

    /// `web1 came from 512 MiB to 300 MiB in 30s, 44 MiB short of 256 MiB`
    private func shortfall(_ guest: GuestReport, elapsed: Duration) -> String {
        let name = Text.printable(pin.guest)
        guard let actual = guest.actual else { return "\(name) did not reach \(pin.target): its size is not known" }
        let way =
            start.map { $0 == actual ? "stayed at \(actual)" : "came from \($0) to \(actual)" } ?? "is at \(actual)"
        let rest = (actual - pin.target).magnitude
        return
            "\(name) \(way) in \(Figures.span(elapsed)), \(rest) \(actual > pin.target ? "above" : "below") \(pin.target)"
    }

    // MARK: Progress

    /// In place on a terminal; elsewhere a line when something moved.
    private mutating func showProgress(_ guest: GuestReport, elapsed: Duration, on console: Console) {
        let sizes = "\(Text.printable(pin.guest)): \(Figures.bytes(guest.actual)) -> \(pin.target)\(share(guest))"
        if console.errorIsTerminal {
            console.err("\r\u{1b}[K\(sizes), \(Figures.span(elapsed))")
        } else if sizes != shown {
            console.printError(sizes)
        }
        shown = sizes
    }

    private func endProgress(on console: Console) {
        if console.errorIsTerminal { console.err("\r\u{1b}[K") }
    }

    private func share(_ guest: GuestReport) -> String {
        guard let start, let actual = guest.actual else { return "" }
        let way = (start - pin.target).magnitude
        guard way > .zero else { return "" }
        let done = 1 - (actual - pin.target).magnitude.fraction(of: way)
        return " (\(Int(max(0, min(1, done)) * 100)) %)"
    }
}
