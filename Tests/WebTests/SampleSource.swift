import ControlProtocol
import ControlSamples
import NIOCore
import NIOPosix
import Synchronization

@testable import Web

/// A daemon with two guests that counts how often it is asked; or one that is asked in vain.
final class SampleSource: WebSource {
    private let status: StatusReport
    private let answers: Bool
    private let counts = Mutex((reports: 0, courses: 0))
    private let open = Mutex<[EventLoopPromise<Void>]>([])

    init(status: StatusReport = Samples.status, answers: Bool = true) {
        self.status = status
        self.answers = answers
    }

    var reports: Int { counts.withLock { $0.reports } }
    var courses: Int { counts.withLock { $0.courses } }

    /// Answers all who wait still: NIO wants every promise kept.
    func finish() {
        for promise in open.withLock({ $0 }) { promise.succeed(()) }
    }

    func report() -> EventLoopFuture<WebReport> {
        counts.withLock { $0.reports += 1 }
        let report = WebReport(status: status, guests: [Samples.bareGuest, Samples.guest])
        return turn().map { report }
    }

    func recent() -> EventLoopFuture<QueryHistory.Reply> {
        counts.withLock { $0.courses += 1 }
        return turn().map { QueryHistory.Reply(step: .seconds(1), pool: []) }
    }

    private func turn() -> EventLoopFuture<Void> {
        let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
        if answers { promise.succeed(()) } else { open.withLock { $0.append(promise) } }
        return promise.futureResult
    }
}
