import ControlProtocol
import NIOCore
import QMP

/// Bodies made of reports, each rendered at most once a second, whoever asks how often. Confined to the web server's loop.
final class ReportCache {
    private let source: any WebSource
    private let eventLoop: any EventLoop
    private let lifetime: TimeAmount
    private let deadline: TimeAmount
    private var report: (made: NIODeadline, value: EventLoopFuture<WebReport>)?
    private var bodies: [Resource: EventLoopFuture<ByteBuffer>] = [:]
    private var recent: (made: NIODeadline, body: EventLoopFuture<ByteBuffer>)?

    /// - Parameters:
    ///   - lifetime: how old a report may be when it is served.
    ///   - deadline: how long the main loop may take to answer.
    init(
        source: any WebSource, eventLoop: any EventLoop, lifetime: TimeAmount = .seconds(1),
        deadline: TimeAmount = .seconds(2)
    ) {
        self.source = source
        self.eventLoop = eventLoop
        self.lifetime = lifetime
        self.deadline = deadline
    }

    /// Fails with ``WebFailure`` when the main loop does not answer in time, or cannot read the pool and health is asked for.
    func body(_ resource: Resource) -> EventLoopFuture<ByteBuffer> {
        guard resource != .recent else { return recentBody() }
        let report = freshReport()
        if let body = bodies[resource] { return body }
        let body = report.flatMapThrowing { report in
            if resource == .health, report.status.pool == nil {
                throw WebFailure(description: "the pool cannot be read: nothing is decided")
            }
            return ByteBuffer(bytes: resource.body(report))
        }
        bodies[resource] = body
        return body
    }

    private func freshReport() -> EventLoopFuture<WebReport> {
        let now = eventLoop.now
        if let report, now - report.made < lifetime { return report.value }
        let value = inTime(source.report())
        report = (now, value)
        bodies = [:]
        return value
    }

    private func recentBody() -> EventLoopFuture<ByteBuffer> {
        let now = eventLoop.now
        if let recent, now - recent.made < lifetime { return recent.body }
        let body = inTime(source.recent()).map { ByteBuffer(bytes: $0.json.encoded()) }
        recent = (now, body)
        return body
    }

    private func inTime<Value: Sendable>(_ answer: EventLoopFuture<Value>) -> EventLoopFuture<Value> {
        let promise = eventLoop.makePromise(of: Value.self)
        var isDone = false
        let timer = eventLoop.assumeIsolated().scheduleTask(in: deadline) {
            guard !isDone else { return }
            isDone = true
            promise.fail(WebFailure.overdue)
        }
        answer.hop(to: eventLoop).assumeIsolated().whenComplete { result in
            guard !isDone else { return }
            isDone = true
            timer.cancel()
            promise.completeWith(result)
        }
        return promise.futureResult
    }
}
