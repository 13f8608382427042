import BalloonKit
import Controller

/// Asks every guest for one size, ten times a second.
struct FixedRule: Governor {
    var target: ByteCount
    var limit = 0.8
    var period: Duration? = .milliseconds(100)
    /// Would have a cycle at every reading of the sensor.
    var isUrgent = false

    var name: String { "fixed" }

    mutating func sense(_ pool: PoolSample, at time: MonotonicTime) -> Bool { isUrgent }

    mutating func decide(_ snapshot: Snapshot) -> Decision {
        let used = snapshot.pool.used
        let outlook = Outlook(usage: snapshot.pool.usage, within: .zero)
        let verdicts = snapshot.guests.map { guest in
            Verdict(
                guest: guest.sample.name, action: .reclaim, actual: guest.sample.actual, target: target,
                reason: Reason("fixed"), assessment: GuestAssessment(name: guest.sample.name), outlook: outlook)
        }
        return Decision(
            cycle: snapshot.cycle, time: snapshot.time,
            forecast: Forecast(used: used, slope: .zero, inFlight: .zero, predicted: used),
            watermarks: ControllerSettings().watermarks(of: snapshot.pool.total), outlook: outlook, verdicts: verdicts)
    }
}
