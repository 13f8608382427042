import BalloonKit

/// Pets systemd's watchdog from the loop itself, so that a loop that hangs is noticed.
struct Heartbeat {
    private let notifier: ServiceNotifier
    private var next = MonotonicTime.origin

    init(notifier: ServiceNotifier) {
        self.notifier = notifier
    }

    /// Call it often; tells systemd as rarely as it asked for.
    mutating func beat(at now: MonotonicTime) {
        guard let interval = notifier.watchdogInterval, now >= next else { return }
        next = now + interval
        notifier.watchdog()
    }
}
