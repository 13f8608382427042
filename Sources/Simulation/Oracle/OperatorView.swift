import BalloonKit

/// What operators ordered for one guest, over time: bounds that bind whoever controls it.
struct OperatorView {
    private let acts: [OperatorAct]
    private let first: GuestLimits

    init(_ plan: GuestPlan, _ acts: [OperatorAct]) {
        first = plan.limits
        self.acts = acts.filter { act in
            switch act.deed {
            case .pin(let guest, _), .unpin(let guest), .limit(let guest, _), .pause(let guest), .resume(let guest):
                guest == plan.name
            case .pausePool, .resumePool: true
            case .holdKSM, .retuneKSM, .unmergeKSM, .reserveRoom, .restartDaemon: false
            }
        }.sorted { $0.time < $1.time }
    }

    struct Order {
        var limits: GuestLimits
        var pin: ByteCount?
        /// The guest or the whole pool.
        var isPaused = false
    }

    func order(at time: Double) -> Order {
        var order = Order(limits: first)
        var (isGuestPaused, isPoolPaused) = (false, false)
        for act in acts where act.time <= time {
            switch act.deed {
            case .pin(_, let target): order.pin = target
            case .unpin: order.pin = nil
            case .limit(_, let limits): order.limits = limits
            case .pause: isGuestPaused = true
            case .resume: isGuestPaused = false
            case .pausePool: isPoolPaused = true
            case .resumePool: isPoolPaused = false
            case .holdKSM, .retuneKSM, .unmergeKSM, .reserveRoom, .restartDaemon: break
            }
        }
        order.isPaused = isGuestPaused || isPoolPaused
        return order
    }

    var isEmpty: Bool { acts.isEmpty }
}
