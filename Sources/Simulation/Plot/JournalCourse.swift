import BalloonKit
import Controller
import Journal

/// Makes a course of a journal's records.
public struct JournalCourse {
    public private(set) var course: Course
    private var settings = ControllerSettings()
    private var origin: MonotonicTime?
    private var run: Int64?

    public init(title: String) {
        course = Course(title: title, subtitle: "recorded by balloond")
    }

    public mutating func take(_ record: JournalRecord) {
        switch record {
        case .header(let header): begin(header)
        case .settings(let new): settings = new
        case .sense(let pool, let moment, _):
            guard let time = time(moment) else { return }
            course.pool.append(Course.Moment(time: time, used: pool.used))
        case .cycle(let snapshot, let decision): add(snapshot, decision)
        case .gap: break
        }
    }

    /// The clock of another run has another origin: it goes on where the last one ended.
    private mutating func begin(_ header: JournalHeader) {
        if let run, run != header.run { origin = header.time - .seconds(course.duration) }
        run = header.run
        course.subtitle = "recorded by balloond \(header.version)"
    }

    /// Seconds since the first record; nil for one that goes back in time.
    private mutating func time(_ moment: MonotonicTime) -> Double? {
        let first = origin ?? moment
        origin = first
        let time = (moment - first).inSeconds
        return time >= (course.pool.last?.time ?? 0) ? time : nil
    }

    private mutating func add(_ snapshot: Snapshot, _ decision: RecordedDecision) {
        guard let time = time(snapshot.time) else { return }
        course.total = snapshot.pool.total
        course.marks = settings.watermarks(of: snapshot.pool.total)
        course.pool.append(
            Course.Moment(
                time: time, used: snapshot.pool.used, predicted: decision.forecast.predicted, rung: decision.rung,
                saved: snapshot.pool.ksm?.saved ?? .zero))
        for guest in snapshot.guests { add(guest.sample, at: time) }
        for verdict in decision.verdicts {
            guard let target = verdict.target else { continue }
            let actual = snapshot.guests.first { $0.sample.name == verdict.guest }?.sample.actual ?? target
            course.moves.append(
                Course.Move(
                    time: time, guest: verdict.guest, target: target, isReclaim: target < actual,
                    reason: verdict.reason.code, sentence: "\(verdict.guest): \(verdict.sentence)"))
        }
    }

    private mutating func add(_ sample: GuestSample, at time: Double) {
        var workingSet: ByteCount?
        if let actual = sample.actual, let available = sample.reported?.available {
            workingSet = (actual - available).clampedToZero
        }
        course.add(
            Course.GuestMoment(
                time: time, actual: sample.actual, target: sample.target, workingSet: workingSet,
                resident: sample.residentRAM), of: sample.name, maximum: sample.maximum)
    }
}

extension MonotonicTime {
    fileprivate static func - (time: MonotonicTime, span: Duration) -> MonotonicTime {
        MonotonicTime(time.sinceOrigin - span)
    }
}
