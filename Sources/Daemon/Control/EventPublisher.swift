import BalloonKit
import ControlProtocol
import Controller
import Fleet

/// Tells those who watch what happens. Costs nothing while nobody does.
final class EventPublisher {
    private let server: ControlServer
    private let service: OperatorService
    private var rung = Rung.normal

    init(server: ControlServer, service: OperatorService) {
        self.server = server
        self.service = service
    }

    func publish(_ record: CycleRecord) {
        let decision = record.decision
        let previous = rung
        rung = decision.rung
        guard server.hasWatchers else { return }
        for verdict in decision.verdicts {
            guard let target = verdict.target else { continue }
            server.publish(
                .decision(
                    DecisionEvent(
                        cycle: decision.cycle, guest: verdict.guest, action: verdict.action.rawValue,
                        actual: verdict.actual, target: target, reason: ReasonReport(verdict.reason))))
        }
        if rung != previous {
            server.publish(
                .rungChanged(
                    RungChangedEvent(
                        rung: rung.rawValue, previous: previous.rawValue,
                        reason: decision.alarms.first.map(ReasonReport.init))))
        }
        server.publish(.cycle(CycleEvent(status: service.status(), guests: service.guestReports())))
    }

    func publish(_ change: FleetChange) {
        guard server.hasWatchers, case .state(let from, let to) = change.kind else { return }
        server.publish(
            .guestState(GuestStateEvent(guest: change.guest, state: to, previous: from, reason: change.reason)))
    }

    func publishExpiry(of pin: StoredPin, guest: String) {
        guard server.hasWatchers else { return }
        server.publish(
            .pinExpired(PinExpiredEvent(guest: guest, target: pin.target, reason: pin.reason, setBy: pin.setBy)))
    }
}
