import BalloonKit
import ControlProtocol

extension TopState {
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: time on the monotonic clock.
    /// - Returns: what is to be done.
    mutating func take(_ event: TopEvent, at now: Duration) -> [TopRequest] {
        self.now = now
        if let remark, remark.until <= now { self.remark = nil }
        switch event {
        case .key(let key): return press(key)
        case .resized(let size):
            self.size = size
            keepInView()
            return [.redraw]
        case .connected: connected()
        case .sampled(let status, let guests):
            noteRestart(status)
            take(status, guests)
        case .explained(let guest, let result): explanation = (guest, result)
        case .recalled(let guest, let reply): take(past: reply, of: guest)
        case .answered(let result): return answered(result)
        case .lost(let reason, let again): lost(reason, again)
        case .tick: break
        }
        return []
    }

    private mutating func connected() {
        if case .lost(let since, _, _) = link {
            addGap()
            past.isOver = false
            say("connected again after \(Figures.span(max(.milliseconds(100), now - since)))")
        }
        link = .connected
    }

    private mutating func noteRestart(_ new: StatusReport) {
        guard let old = status, old.pid != new.pid else { return }
        say("balloond was restarted: process \(old.pid) is now \(new.pid)")
    }

    private mutating func lost(_ reason: String, _ again: Duration?) {
        if case .lost(let since, _, _) = link {
            link = .lost(since: since, reason: reason, again: again)
        } else {
            link = .lost(since: now, reason: reason, again: again)
        }
    }

    private mutating func answered(_ result: Result<String, ClientError>) -> [TopRequest] {
        switch result {
        case .success(let sentence):
            say(sentence)
            return [.refresh]
        case .failure(let error):
            overlay = .notice(
                title: error.code == .unavailable ? "No answer" : "balloond says no", text: error.description)
            return []
        }
    }
}
