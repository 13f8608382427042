import BalloonKit
import ControlProtocol
import QMP

/// Watches reserved room until it is there, or cannot be had, or patience ends.
struct RoomWait {
    /// Between two looks.
    static let interval = Duration.milliseconds(250)

    let asked: ByteCount
    let patience: Duration
    let showsJSON: Bool
    private var shown: String?

    init(asked: ByteCount, patience: Duration, showsJSON: Bool) {
        self.asked = asked
        self.patience = patience
        self.showsJSON = showsJSON
    }

    /// - Throws: ``ClientError`` with `.notReached`, saying what is missing and what would help; others when the daemon is lost.
    consuming func run(_ client: inout ControlClient, in context: Context) throws {
        let begin = context.now()
        while true {
            let answer = try client.call(QueryRoom())
            let room = try answer.value()
            let elapsed = context.now() - begin
            showProgress(room, elapsed: elapsed, on: context.console)
            if room.state == RoomReport.held || room.state == RoomReport.used {
                endProgress(on: context.console)
                return context.console.print(showsJSON ? answer.json.pretty() : RoomText.sentence(room))
            }
            if let obstacle = obstacle(room, elapsed: elapsed) {
                endProgress(on: context.console)
                if showsJSON { context.console.print(answer.json.pretty()) }
                throw ClientError(.notReached, obstacle)
            }
            context.pause(Swift.min(Self.interval, patience - elapsed))
        }
    }

    /// Why waiting longer is of no use; nil while it may be.
    private func obstacle(_ room: RoomReport, elapsed: Duration) -> String? {
        let stays = room.remaining.map {
            "\nIt stays reserved for \(Figures.span($0)) more; 'balloonctl reserve --release' ends it."
        }
        if room.asked != asked {
            return "The reservation was replaced or released meanwhile: \(RoomText.sentence(room))."
        }
        switch room.state {
        case RoomReport.short: return RoomText.shortfall(room) + "." + (stays ?? "")
        case RoomReport.making where elapsed < patience: return nil
        case RoomReport.making:
            return "after \(Figures.span(elapsed)) \(room.room.clampedToZero) of \(room.left) is free under the limit; "
                + "\(room.possible) could be had." + (stays ?? "")
        default: return RoomText.sentence(room)
        }
    }

    // MARK: Progress

    /// In place on a terminal; elsewhere a line when something moved.
    private mutating func showProgress(_ room: RoomReport, elapsed: Duration, on console: Console) {
        let done = Swift.max(0, Swift.min(1, room.room.fraction(of: Swift.max(room.left, .page))))
        let free = room.room.clamped(from: .zero, to: room.left)
        let text = "\(free) of \(room.left) free under the limit (\(Int(done * 100)) %)"
        if console.errorIsTerminal {
            console.err("\r\u{1b}[K\(text), \(Figures.span(elapsed))")
        } else if text != shown {
            console.printError(text)
        }
        shown = text
    }

    private func endProgress(on console: Console) {
        if console.errorIsTerminal { console.err("\r\u{1b}[K") }
    }
}
