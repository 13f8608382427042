import ControlProtocol
import History
import NIOCore
import QMP
import Synchronization

/// Answers what operators ask about the past, from a thread of its own, each question under a deadline.
///
/// Confined to the event loop. Replies become JSON on that thread: a thousand moves are too much to be put into words
/// between two readings of the sensor.
final class HistoryQueries {
    typealias Completion = (Result<any ControlValue, ControlFailure>) -> Void

    /// Questions that wait at once.
    private static let most = 8
    private let worker: Worker
    private let eventLoop: any EventLoop
    private let clocks: Clocks
    private let deadline: Duration
    private var open = 0
    private var reader: HistoryReader?

    /// - Parameter worker: one of its own: a long question must not keep history from being written.
    init(worker: Worker, eventLoop: any EventLoop, clocks: Clocks, deadline: Duration = .seconds(5)) {
        self.worker = worker
        self.eventLoop = eventLoop
        self.clocks = clocks
        self.deadline = deadline
    }

    /// - Parameter path: nil while no history is kept.
    func configure(path: String?) {
        reader = path.map(HistoryReader.init)
    }

    func moves(_ command: QueryMoves, _ completion: @escaping Completion) {
        ask(completion) { reader, _ throws(HistoryReader.Failure) in try reader.moves(command).json }
    }

    func course(_ command: QueryHistory, _ completion: @escaping Completion) {
        ask(completion) { reader, now throws(HistoryReader.Failure) in try reader.course(command, now: now).json }
    }

    func period(_ command: QueryPeriod, _ completion: @escaping Completion) {
        ask(completion) { reader, now throws(HistoryReader.Failure) in try reader.period(command, now: now).json }
    }

    /// Set when nobody waits for the answer any more.
    private final class Ticket: Sendable {
        let isOver = Atomic(false)
    }

    private func ask(
        _ completion: @escaping Completion,
        _ question: @escaping @Sendable (HistoryReader, UnixTime) throws(HistoryReader.Failure) -> JSONValue
    ) {
        guard let reader else { return completion(.failure(ControlFailure("no history is kept: [history] is off"))) }
        guard open < Self.most else {
            return completion(.failure(ControlFailure("too many questions about history at once: ask again")))
        }
        open += 1
        let now = UnixTime(clocks.wall())
        let ticket = Ticket()
        let answer = { (result: Result<any ControlValue, ControlFailure>) in
            if !ticket.isOver.exchange(true, ordering: .relaxed) { completion(result) }
        }
        let bound = NIOLoopBound(answer, eventLoop: eventLoop)
        let timer = eventLoop.scheduleTask(in: deadline.asTimeAmount) {
            bound.value(.failure(ControlFailure("history could not be read in time: ask for less")))
            reader.interrupt()
        }
        worker.run({
            guard !ticket.isOver.load(ordering: .relaxed) else { return JSONValue.null }
            return try question(reader, now)
        }) { [weak self] (result: Result<JSONValue, any Error>) in
            self?.open -= 1
            timer.cancel()
            switch result {
            case .success(let reply): answer(.success(reply))
            case .failure(let error): answer(.failure(ControlFailure("\(error)")))
            }
        }
    }
}
