import BalloonKit
import ControlProtocol
import Foundation
import History
import Logging
import QMP

/// Told of every cycle and of what became of targets, and has them remembered.
///
/// Confined to the event loop, which it never holds up: it hands over values that the loop has anyway, to a thread that
/// nobody else waits for. The daemon's one worker would not do: a disk that takes seconds for a page of history would keep
/// an operator's pin waiting. What the thread has not taken in time is dropped and counted.
final class HistoryRecorder {
    /// Half a minute of an ordinary rhythm. A cycle of a thousand guests is about a megabyte, shared with the loop's own.
    private static let mostWaiting = 32

    private let worker: Worker
    private let clocks: Clocks
    private let logger: Logger
    private var keeper: HistoryKeeper?
    private var waiting: [HistoryEntry] = []
    private var isWriting = false
    private var skipped: UInt64 = 0
    private var account = HistoryAccount()
    private(set) var place: HistoryPlace?

    /// - Parameter worker: one of its own.
    init(worker: Worker, clocks: Clocks, logger: Logger) {
        self.worker = worker
        self.clocks = clocks
        self.logger = logger
    }

    /// Steps and moves written, and what was lost, since the start.
    var steps: UInt64 { account.steps }
    var moves: UInt64 { account.moves }
    var dropped: UInt64 { account.dropped + skipped }
    var failures: UInt64 { account.failures }

    /// Follows the configuration; nil for no history.
    func configure(_ place: HistoryPlace?) {
        guard place != self.place else { return }
        self.place = place
        guard let place else { return finish() }
        guard let keeper else { return keeper = HistoryKeeper(path: place.path, settings: place.settings) }
        worker.run({ keeper.reconfigure(place.settings) }) { _ in }
    }

    func decided(_ record: CycleRecord, isDryRun: Bool) {
        guard keeper != nil else { return }
        add(
            .cycle(
                CycleObservation(
                    snapshot: record.snapshot, decision: record.decision, wall: UnixTime(clocks.wall()),
                    isDryRun: isDryRun)))
    }

    /// An operator's target was sent between two cycles.
    func pinned(_ guest: String, at target: ByteCount, by account: String, isDryRun: Bool) {
        add(
            .pinned(
                guest: guest, target: target, account: account, wall: UnixTime(clocks.wall()), isDryRun: isDryRun))
    }

    /// Only what QEMU refused is known at once. A target without an answer may still be carried out: samples will tell.
    func failed(_ error: QMPError, target: ByteCount, of guest: String) {
        guard case .rejected = error.code else { return }
        add(.refused(guest: guest, target: target, error: error.message))
    }

    /// The end: what is known is written.
    func finish() {
        guard let keeper else { return }
        self.keeper = nil
        let entries = take()
        worker.run({
            _ = keeper.keep(entries)
            return keeper.finish()
        }) { [weak self] (result: Result<HistoryAccount, any Error>) in
            if case .success(let account) = result { self?.report(account) }
        }
    }

    private func add(_ entry: HistoryEntry) {
        guard keeper != nil else { return }
        if waiting.count < Self.mostWaiting { waiting.append(entry) } else { skip() }
        flush()
    }

    private func skip() {
        if skipped == 0 { logger.warning("history misses cycles: the disk is too slow") }
        skipped += 1
    }

    private func take() -> [HistoryEntry] {
        defer { waiting.removeAll(keepingCapacity: true) }
        return waiting
    }

    private func flush() {
        guard let keeper, !isWriting, !waiting.isEmpty else { return }
        let entries = take()
        isWriting = true
        worker.run({ keeper.keep(entries) }) { [weak self] (result: Result<HistoryAccount, any Error>) in
            guard let self else { return }
            isWriting = false
            if case .success(let account) = result { report(account) }
            flush()
        }
    }

    /// Each problem once, until it is over.
    private func report(_ new: HistoryAccount) {
        for notice in new.notices { logger.error("history was damaged", metadata: ["what": "\(notice)"]) }
        if let problem = new.problem, problem != account.problem {
            logger.warning("history cannot be written", metadata: ["error": "\(problem)"])
        } else if new.problem == nil, account.problem != nil {
            logger.notice("history is written again", metadata: ["lost": "\(new.dropped)"])
        }
        account = new
    }
}

extension UnixTime {
    init(_ date: Date) {
        self.init(milliseconds: Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded()) ?? 0)
    }
}
