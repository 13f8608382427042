import BalloonKit
import Controller
import Logging

/// What a cycle writes to the log: each move with its reason, each change of rung, each new alarm. Calm is silent.
struct CycleLog {
    let logger: Logger
    let isDryRun: Bool

    func write(_ record: CycleRecord, after previous: CycleRecord?) {
        let decision = record.decision
        for verdict in decision.verdicts where verdict.target != nil {
            logger.info(
                "\(isDryRun ? "would move" : "moving") guest",
                metadata: [
                    "guest": "\(verdict.guest)", "action": "\(verdict.action.rawValue)",
                    "from": "\(verdict.actual.map(\.description) ?? "unknown")",
                    "to": "\(verdict.target.map(\.description) ?? "unchanged")",
                    "reason": "\(verdict.reason.sentence)",
                ])
        }
        writeRung(of: record, after: previous)
        let known = Set(previous?.decision.alarms.map(\.code) ?? [])
        for alarm in decision.alarms where !known.contains(alarm.code) {
            logger.error("alarm", metadata: ["code": "\(alarm.code.rawValue)", "reason": "\(alarm.sentence)"])
        }
    }

    private func writeRung(of record: CycleRecord, after previous: CycleRecord?) {
        let rung = record.decision.rung
        guard rung != (previous?.decision.rung ?? .normal) else { return }
        logger.notice(
            "rung changed",
            metadata: [
                "from": "\((previous?.decision.rung ?? .normal).rawValue)", "to": "\(rung.rawValue)",
                "used": "\(record.snapshot.pool.used)", "predicted": "\(record.decision.forecast.predicted)",
                "limit": "\(record.decision.watermarks.limit)",
            ])
    }
}
