import BalloonKit
import Glibc

/// The view in a terminal: waits for keys, signals and the daemon, hands them to the state, and shows what it has become.
struct TopRun: ~Copyable {
    /// A daemon that has said nothing for so long is given up, and called anew.
    private static let patience = Duration.seconds(30)
    /// An escape that is not followed by more in this time is the key.
    private static let escapeDelay = Duration.milliseconds(60)

    private let settings: TopSettings
    private let context: Context
    private let terminal: Terminal
    private var writer: FrameWriter
    private var keys = KeyReader()
    private var state: TopState
    private var link: TopLink?
    private var redial: Redial
    /// When to ask next, or to call again.
    private var due = Duration.zero
    private var askedAt = Duration.zero
    private var keyDeadline: Duration?
    private var isOver = false
    /// Something has happened since the last frame.
    private var isStale = true
    private var drawnAt = Duration.zero

    /// - Parameter link: to the daemon, so that one that is not there is told before the screen is taken over.
    init(_ settings: TopSettings, link: TopLink, in context: Context) throws(ClientError) {
        self.settings = settings
        self.context = context
        // The Linux console prints what it does not know of a question.
        terminal = try Terminal(asks: context.variable("TERM") != "linux")
        writer = FrameWriter(palette: settings.palette)
        state = TopState(size: terminal.size, interval: settings.interval, now: context.now())
        state.order = settings.order
        state.filter = settings.filter
        state.host = settings.connection.link?.host.name
        redial = settings.connection.link == nil ? .local : .remote
        self.link = link
    }

    /// - Returns: when the operator leaves.
    mutating func run() {
        while !isOver {
            ask()
            guard draw() else { return }
            wait()
        }
    }

    private mutating func draw() -> Bool {
        // Pieces of a long answer wake this up many times a second, and change nothing yet.
        guard isStale || state.now.components.seconds != drawnAt.components.seconds else { return true }
        (isStale, drawnAt) = (false, state.now)
        state.clock = context.clockText()
        let bytes = writer.bytes(for: TopView(state: state, glyphs: settings.glyphs).frame())
        return bytes.isEmpty || terminal.write(bytes)
    }

    private mutating func take(_ event: TopEvent) {
        if case .connected = event { redial.succeeded() }
        isStale = isStale || isShown(event)
        state.wallTime = context.wallTime()
        for request in state.take(event, at: context.now()) { fulfil(request) }
    }

    /// Whether the next frame may differ for it at once; the course of a guest in the table may wait for the next second.
    private func isShown(_ event: TopEvent) -> Bool {
        switch event {
        case .tick: false
        case .recalled(let guest, _): guest.map { state.page == .guest($0) } ?? true
        default: true
        }
    }

    private mutating func fulfil(_ request: TopRequest) {
        switch request {
        case .refresh: due = context.now()
        case .pin(let pin): change(.pin(pin))
        case .unpin(let pin): change(.unpin(pin))
        case .quit: isOver = true
        case .redraw: writer.forget()
        case .synchronize(let isPossible): writer.isSynchronized = isPossible
        case .suspend: suspend()
        }
    }

    private mutating func suspend() {
        terminal.yield(to: SIGTSTP)
        terminal.enterAgain()
        writer.forget()
        take(.resized(terminal.size))
    }

    // MARK: - The daemon

    /// Asks when it is time and nothing is unanswered: a slow daemon is never asked twice.
    private mutating func ask() {
        let now = context.now()
        guard link != nil else {
            if now >= due { connect() }
            return
        }
        guard link?.isIdle == true else {
            if now - askedAt > Self.patience {
                lose(ClientError(.unavailable, "balloond has not answered for \(Self.patience.text)"))
            }
            return
        }
        guard now >= due, !state.isFrozen || state.status == nil else { return recall() }
        var questions: [TopQuestion] = [.status, .guests]
        if case .guest(let name) = state.page { questions.append(.explain(name)) }
        due = now + state.interval
        send(questions)
    }

    /// Asks about the past while nothing else is to be asked; nobody waits for the answer.
    private mutating func recall() {
        guard link?.isRecalling == false, let query = state.recall() else { return }
        converse { link throws(ClientError) in
            try link.ask([.past(query)])
            return []
        }
    }

    private mutating func send(_ questions: [TopQuestion]) {
        askedAt = context.now()
        converse { link throws(ClientError) in
            try link.ask(questions)
            return []
        }
    }

    /// Sends a change at once, also behind a question that is not answered yet: later nobody would expect it any more.
    private mutating func change(_ question: TopQuestion) {
        guard link != nil else {
            take(.answered(.failure(ClientError(.unavailable, "There is no connection: nothing was sent."))))
            return
        }
        send([question])
    }

    private mutating func connect() {
        do throws(ClientError) {
            link = try TopLink(settings.connection)
            due = context.now()
        } catch {
            lose(error)
        }
    }

    private mutating func lose(_ error: ClientError) {
        let isUnknown = link?.awaitsChange ?? false
        link = nil
        due = context.now() + redial.wait(after: error.code)
        if isUnknown {
            let words = "The connection broke before balloond answered: look whether it took effect."
            take(.answered(.failure(ClientError(.unavailable, words))))
        }
        take(.lost(error.description, again: due))
    }

    private mutating func converse(_ body: (TopLink) throws(ClientError) -> [TopEvent]) {
        guard let link else { return }
        do throws(ClientError) {
            for event in try body(link) { take(event) }
        } catch {
            lose(error)
        }
    }

    // MARK: - Waiting

    private mutating func wait() {
        let wantsToWrite = link?.wantsToWrite ?? false
        let socket = link?.descriptor ?? -1
        var waiting = [
            pollfd(fd: terminal.input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: terminal.signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(wantsToWrite ? POLLIN | POLLOUT : POLLIN), revents: 0),
        ]
        let count = poll(&waiting, nfds_t(waiting.count), milliseconds(nextWake - context.now()))
        if count < 0, errno != EINTR { isOver = true }
        if waiting[1].revents != 0 { readSignals() }
        if waiting[0].revents != 0 { readKeys() }
        if waiting[2].revents & Int16(POLLOUT) != 0 {
            converse { link throws(ClientError) in
                try link.write(); return []
            }
        }
        if waiting[2].revents & ~Int16(POLLOUT) != 0 { converse { link throws(ClientError) in try link.read() } }
        if let deadline = keyDeadline, context.now() >= deadline {
            keyDeadline = nil
            for key in keys.settle() { take(.key(key)) }
        }
        take(.tick)
    }

    /// The next moment at which something is to be done, or the clock to be moved on.
    private var nextWake: Duration {
        let now = context.now()
        var wake = now + .milliseconds(1000 - now.components.attoseconds / 1_000_000_000_000_000)
        if link == nil || link?.isIdle == true && !state.isFrozen { wake = min(wake, due) }
        if let keyDeadline { wake = min(wake, keyDeadline) }
        return wake
    }

    private mutating func readKeys() {
        switch Descriptor.read(terminal.input) {
        case .bytes(let bytes):
            for key in keys.feed(bytes) { take(.key(key)) }
            keyDeadline = keys.isWaiting ? context.now() + Self.escapeDelay : nil
        case .nothing: break
        case .ended: isOver = true
        }
    }

    private mutating func readSignals() {
        guard case .bytes(let numbers) = Descriptor.read(terminal.signals) else { return }
        for number in numbers.map(Int32.init) {
            switch number {
            case SIGWINCH, SIGCONT:
                take(.resized(terminal.size))
            default:
                terminal.yield(to: number)
            }
        }
    }
}
