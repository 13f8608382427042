import BalloonKit

/// From when on nothing happens any more in a scenario: no load changes, no fault, no operator.
struct QuietTime: Sendable {
    private let begin: Double

    init(_ scenario: Scenario) {
        var last = scenario.acts.map(\.time).max() ?? 0
        for act in scenario.acts {
            if case .reserveRoom(_, let seconds) = act.deed { last = max(last, act.time + seconds) }
        }
        last = max(last, scenario.pool.ksmWrites.map(\.time).max() ?? 0)
        func consider(_ curve: Curve) { last = max(last, curve.points.last?.time ?? 0) }
        consider(scenario.pool.host)
        for guest in scenario.guests {
            consider(guest.anonymous)
            consider(guest.cache)
            last = max(last, guest.arrives, guest.reboots.max() ?? 0)
            // What lasts to the end is how things are, not something that happens.
            for end in [guest.departs].compactMap({ $0 }) where end < scenario.duration { last = max(last, end) }
            for pause in guest.pauses + guest.silences {
                last = max(last, pause.upperBound < scenario.duration ? pause.upperBound : pause.lowerBound)
            }
            if guest.faults.rate > 0 { last = max(last, guest.faults.during?.upperBound ?? .infinity) }
            for spell in guest.faults.busy { last = max(last, spell.upperBound) }
            switch guest.driver {
            case .late(let delay): last = max(last, guest.arrives + delay)
            case .stale(let from, let to): last = max(last, to < scenario.duration ? to : from)
            default: break
            }
        }
        begin = last
    }

    /// Seconds of quiet so far; nil before.
    func length(at time: Double) -> Double? { time >= begin ? time - begin : nil }
}
