import BalloonKit
import Controller
import Logging
import NIOCore
import NIOPosix
import Synchronization

@testable import Daemon

/// A policy desk on an event loop of its own, with a stand-in for the policy host: Python that speaks the messages. Its plugins are
/// any trusted files: the stand-in only looks at their names.
final class PolicyDeskBench {
    static let plugin = "/usr/bin/env"
    static let otherPlugin = "/usr/bin/tail"

    struct TookTooLong: Error { let what: String }

    let log = Messages()
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let eventLoop: any EventLoop
    private let desk: NIOLoopBound<PolicyDesk>
    private let worker: NIOLoopBound<Worker>

    /// - Parameters:
    ///   - script: What the stand-in does with the plugin whose name is in `plugin`.
    ///   - change: Of settings in which a slow machine is waited for.
    init(
        in directory: TemporaryDirectory, _ script: String, change: (inout PolicyDeskSettings) -> Void = { _ in }
    ) throws {
        try directory.write(Self.prelude + script, to: "host")
        try directory.makeExecutable("host")
        var settings = PolicyDeskSettings()
        settings.use = Self.plugin
        settings.host = directory.path("host")
        settings.deadline = .seconds(20)
        change(&settings)
        let (eventLoop, log) = (group.next(), log)
        self.eventLoop = eventLoop
        (desk, worker) = try eventLoop.submit { [settings] in
            let worker = Worker(eventLoop: eventLoop)
            let desk = PolicyDesk(
                settings: settings, eventLoop: eventLoop, worker: worker, clocks: .system,
                logger: Logger(label: "test", factory: { _ in log.handler }))
            desk.start()
            return (NIOLoopBound(desk, eventLoop: eventLoop), NIOLoopBound(worker, eventLoop: eventLoop))
        }.wait()
    }

    deinit {
        let worker = worker
        try? eventLoop.flatSubmit { worker.value.stop() }.wait()
        try? group.syncShutdownGracefully()
    }

    func with<Value: Sendable>(_ body: @escaping @Sendable (PolicyDesk) -> Value) throws -> Value {
        let desk = desk
        return try eventLoop.submit { body(desk.value) }.wait()
    }

    /// What a call with a completion came to.
    func result<Value: Sendable>(
        _ body: @escaping @Sendable (PolicyDesk, @escaping (Value) -> Void) -> Void
    ) throws -> Value {
        let (desk, promise) = (desk, eventLoop.makePromise(of: Value.self))
        eventLoop.execute { body(desk.value) { promise.succeed($0) } }
        return try promise.futureResult.wait()
    }

    func ask() throws -> Counsel { try result { $0.ask(.sample(), completion: $1) } }

    /// Looks until the condition holds; the only real time that passes.
    func until(_ what: String, _ condition: @escaping @Sendable (PolicyDesk) -> Bool) throws {
        let deadline = SuspendingClock.now + .seconds(30)
        while try !with(condition) {
            if SuspendingClock.now > deadline { throw TookTooLong(what: what) }
        }
    }

    func untilRunning() throws { try until("a plugin that runs") { $0.report.seat?.state == .running } }

    func stop() throws { try result { desk, done in desk.stop { done(()) } } }

    private static let prelude = """
        #!/usr/bin/env -S python3 -SIE
        import json, os, sys, time
        plugin = os.path.basename(sys.argv[3])

        def take(length):
            data = b""
            while len(data) < length:
                piece = os.read(3, length - len(data))
                if not piece:
                    sys.exit(0)
                data += piece
            return data

        def hear():
            return json.loads(take(int.from_bytes(take(4), "big")))

        def say(value):
            data = json.dumps(value).encode()
            os.write(3, len(data).to_bytes(4, "big") + data)

        def ready():
            hear()
            say(["ready", {"api": 1, "name": plugin, "version": "3", "summary": "Plays.", "knobs": []}])

        def answer(number):
            say(["round", number, [["a", 1 << 30, plugin, None, None]]])

        def sleep():
            while True:
                time.sleep(1000)


        """
}

/// What was logged, for tests that look at it.
final class Messages: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    func count(_ message: String) -> Int { all.count { $0.hasPrefix(message) } }

    var handler: any LogHandler { Handler(messages: self) }

    private struct Handler: LogHandler {
        let messages: Messages
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
            messages.lines.withLock { $0.append("\(event.message) \(details.joined(separator: " "))") }
        }
    }
}

extension Briefing {
    static func sample(guests count: Int = 1) -> Briefing {
        let guests = (0..<count).map { Snapshot.Guest(sample: GuestSample(name: "guest-\($0)", state: .fresh)) }
        return Briefing(
            snapshot: Snapshot(
                cycle: 1, time: .origin, pool: PoolSample(total: .gibibytes(4), available: .gibibytes(2)),
                guests: guests),
            forecast: Forecast(used: .gibibytes(2), slope: .zero, inFlight: .zero, predicted: .gibibytes(2)),
            watermarks: Watermarks(limit: .gibibytes(3), high: .gibibytes(3), low: .gibibytes(2)),
            assessments: guests.map { GuestAssessment(name: $0.sample.name) })
    }
}

extension Counsel {
    /// The reason's code, or the first proposal's.
    var code: String? {
        switch self {
        case .proposals(let proposals, _): proposals.first?.reason.code.rawValue
        case .absent(let reason, _): reason.code.rawValue
        }
    }

    var isAbsent: Bool { if case .absent = self { true } else { false } }
}
