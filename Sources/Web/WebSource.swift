import ControlProtocol
import NIOCore

/// Who knows what the pages show. Asked from the web server's thread, at most once a second for each of the two.
public protocol WebSource: Sendable {
    func report() -> EventLoopFuture<WebReport>

    /// The pool's last ten minutes, a point a second.
    func recent() -> EventLoopFuture<QueryHistory.Reply>
}
