import NIOCore
import NIOPosix

/// The one thread for what may block: SQLite, KSM's `run` file, large kernel files.
///
/// The event loop that serves guests never waits for it; results come back to that loop. Work runs in the order in
/// which it was given.
final class Worker {
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let eventLoop: any EventLoop

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        pool.start()
    }

    /// Runs `work` on the worker thread and `completion` on the event loop.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value,
        completion: @escaping (Result<Value, any Error>) -> Void
    ) {
        let bound = NIOLoopBound(completion, eventLoop: eventLoop)
        pool.runIfActive(eventLoop: eventLoop, work).whenComplete { bound.value($0) }
    }

    /// Ends the thread once what was given before is done.
    func stop() -> EventLoopFuture<Void> {
        let done = eventLoop.makePromise(of: Void.self)
        let pool = pool
        // A pool that ends drops what still waits: it ends when the last of that is done.
        pool.runIfActive(eventLoop: eventLoop) {}.whenComplete { _ in pool.shutdownGracefully { _ in done.succeed() } }
        return done.futureResult
    }
}
