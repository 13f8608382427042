import BalloonKit
import Controller

/// Looks on while a scenario runs and keeps its course.
public final class CourseRecorder: Watcher {
    public private(set) var course: Course
    private var targets: [String: ByteCount] = [:]
    private var workingSets: [String: ByteCount] = [:]
    private var nextGuests = 0.0
    /// Guests change slower than the pool: one point a second is more than a picture shows.
    private static let guestInterval = 0.5

    public init(_ scenario: Scenario, rule: String, settings: ControllerSettings = ControllerSettings()) {
        course = Course(title: "\(scenario.name) under \(rule)", subtitle: scenario.summary)
        course.total = scenario.pool.total
        course.marks = settings.normalized.watermarks(of: scenario.pool.total)
    }

    public func ticked(_ world: borrowing WorldView) {
        course.pool.append(Course.Moment(time: world.time, used: world.host.used, saved: world.saved))
        guard world.time >= nextGuests else { return }
        nextGuests = world.time + Self.guestInterval
        for guest in world.guests { add(guest, at: world.time) }
    }

    public func decided(
        _ decision: borrowing Decision, on snapshot: borrowing Snapshot, _ world: borrowing WorldView
    ) {
        course.pool.append(
            Course.Moment(
                time: world.time, used: world.host.used, predicted: decision.forecast.predicted, rung: decision.rung,
                saved: world.saved))
        for verdict in decision.verdicts {
            workingSets[verdict.guest] = verdict.assessment.workingSet
            guard let target = verdict.target else { continue }
            targets[verdict.guest] = target
            course.moves.append(
                Course.Move(
                    time: world.time, guest: verdict.guest, target: target, isReclaim: verdict.change < .zero,
                    reason: verdict.reason.code, sentence: verdict.explanation))
        }
    }

    private func add(_ guest: SimulatedGuest, at time: Double) {
        let name = guest.plan.name
        course.add(
            Course.GuestMoment(
                time: time, actual: guest.actual, target: targets[name], workingSet: workingSets[name],
                resident: guest.residentRAM), of: name, maximum: guest.plan.maximum)
    }
}
