import ControlProtocol
import NIOCore
import Web

/// What the web server asks, answered on the main loop. Only values cross over.
struct WebFeed: WebSource {
    private let eventLoop: any EventLoop
    private let parts: NIOLoopBound<Parts>

    private struct Parts {
        let service: OperatorService
        let course: RecentPool
    }

    /// - Parameter eventLoop: the main one, on which this is called.
    init(service: OperatorService, course: RecentPool, eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        parts = NIOLoopBound(Parts(service: service, course: course), eventLoop: eventLoop)
    }

    func report() -> EventLoopFuture<WebReport> {
        eventLoop.submit { [parts] in
            let service = parts.value.service
            return WebReport(status: service.status(), guests: service.guestReports())
        }
    }

    func recent() -> EventLoopFuture<QueryHistory.Reply> {
        eventLoop.submit { [parts] in
            let points = parts.value.course.points
            return QueryHistory.Reply(step: .seconds(1), pool: points, oldest: points.first?.time)
        }
    }
}
