import BalloonKit
import Controller
import Foundation
import Journal
import Logging

/// Told of everything that goes into the controller and comes out of it, and has the worker write it down.
///
/// Confined to the event loop, which it never holds up: records wait in a bounded queue while the worker writes, and what
/// does not fit is dropped, counted and marked. Off, it does nothing.
final class JournalRecorder {
    private let worker: Worker
    private let clocks: Clocks
    private let logger: Logger
    private var place: JournalPlace?
    private var file: SharedJournalFile?
    private var queue = JournalQueue()
    private var isWriting = false
    private var hasBegun = false
    private var lastProblem: String?
    private(set) var written: UInt64 = 0
    /// Records that the disk did not take.
    private var refused: UInt64 = 0

    /// The sensor's samples are written with the next cycle, or when so many wait.
    private static let batch = 32

    init(worker: Worker, clocks: Clocks, logger: Logger) {
        self.worker = worker
        self.clocks = clocks
        self.logger = logger
    }

    /// Records that are missing in the journal since the start.
    var dropped: UInt64 { queue.dropped + refused }

    /// Follows the configuration: begins, ends or moves the journal, and records what the controller is set to.
    ///
    /// - Parameter place: nil for none.
    func configure(_ place: JournalPlace?, settings: ControllerSettings, rule: String) {
        guard place == self.place else {
            // The worker takes things in order: no need to wait for what it writes now.
            isWriting = false
            flush()
            self.place = place
            file = place.map { SharedJournalFile(JournalFile($0, header: header(rule: rule), settings: settings)) }
            return
        }
        record(.settings(settings))
    }

    func sensed(_ pool: PoolSample, at time: MonotonicTime, isUrgent: Bool) {
        hasBegun = true
        record(.sense(pool, at: time, isUrgent: isUrgent))
        if queue.records.count >= Self.batch { flush() }
    }

    /// - Parameter counsel: what a plugin answered; nil when none was asked.
    func decided(_ decision: Decision, on snapshot: Snapshot, counsel: Counsel?) {
        hasBegun = true
        guard file != nil else { return }
        record(.cycle(snapshot, RecordedDecision(decision, counsel: counsel)))
        flush()
    }

    /// The end: what waits is given to the worker.
    func finish() {
        isWriting = false
        flush()
        file = nil
        place = nil
    }

    private func header(rule: String) -> JournalHeader {
        let wall = Int64(exactly: (clocks.wall().timeIntervalSince1970 * 1e9).rounded())
        return JournalHeader(
            version: DaemonVersion.text, rule: rule, run: wall ?? 0, wallTime: wall, time: clocks.monotonic(),
            isFresh: !hasBegun)
    }

    private func record(_ record: JournalRecord) {
        guard file != nil else { return }
        let before = queue.dropped
        queue.add(record)
        if before == 0, queue.dropped > 0 {
            logger.warning(
                "the journal misses records: the disk is too slow", metadata: ["path": "\(place?.path ?? "")"])
        }
    }

    private func flush() {
        guard let file, !isWriting, !queue.records.isEmpty else { return }
        let records = queue.take()
        isWriting = true
        worker.run({ try file.append(records) }) { [weak self] (result: Result<Void, any Error>) in
            guard let self else { return }
            isWriting = false
            report(result, count: UInt64(records.count))
            if queue.records.count >= Self.batch { flush() }
        }
    }

    /// Each problem once, until it is over.
    private func report(_ result: Result<Void, any Error>, count: UInt64) {
        switch result {
        case .success:
            written += count
            if lastProblem != nil {
                logger.notice("the journal can be written again", metadata: ["missing": "\(dropped)"])
            }
            lastProblem = nil
        case .failure(let error):
            refused += count
            let problem = "\(error)"
            if problem != lastProblem {
                logger.warning("the journal cannot be written: records are dropped", metadata: ["error": "\(problem)"])
            }
            lastProblem = problem
        }
    }
}
