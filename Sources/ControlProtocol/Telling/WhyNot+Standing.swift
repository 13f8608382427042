import BalloonKit

/// What holds whatever the memory looks like: the daemon's mode, operators' orders, the guest's state.
extension WhyNot {
    var daemonObstacles: [Obstacle] {
        var obstacles: [Obstacle] = []
        if status.isDryRun {
            obstacles.append(
                Obstacle(
                    "dry-run", "balloond is in a dry run: it decides and explains, and sends nothing",
                    remedy:
                        "set 'dry-run = false' in its configuration, without --dry-run on its command line, and restart it",
                    command: "systemctl restart balloond"))
        }
        if status.pool == nil {
            obstacles.append(
                Obstacle(
                    "pool-unreadable", "the pool's memory cannot be read, so nothing is decided",
                    remedy: "its log says which file, and why", command: "journalctl -u balloond -n 50"))
        }
        return obstacles
    }

    var operatorObstacles: [Obstacle] {
        var obstacles: [Obstacle] = []
        if let pin = guest.pin { obstacles.append(pinned(pin)) }
        if guest.isPaused {
            obstacles.append(
                Obstacle(
                    "guest-paused", "an operator paused automatic control of it", remedy: "resume it",
                    command: command("resume")))
        }
        if status.isPaused {
            obstacles.append(
                Obstacle(
                    "pool-paused", "an operator paused automatic control of the whole pool", remedy: "resume it",
                    command: "balloonctl resume"))
        }
        return obstacles
    }

    private func pinned(_ pin: PinReport) -> Obstacle {
        var sentence = "it is pinned to \(pin.target) by \(pin.setBy)"
        if let reason = pin.reason { sentence += " (\(reason))" }
        sentence += pin.remaining.map { ", for another \($0.text)" } ?? ", until the pin is removed"
        return Obstacle(
            "pinned", sentence, remedy: "remove the pin, and balloond decides again", command: command("unset"))
    }

    /// Only a fresh, running guest is moved.
    var stateObstacles: [Obstacle] {
        var obstacles: [Obstacle] = []
        if guest.state != "fresh" {
            let why = guest.stateReason.map { ": \($0)" } ?? ""
            obstacles.append(
                Obstacle(guest.state, "it is \(guest.state)" + why, remedy: stateRemedy, command: stateCommand))
        }
        if guest.isRunning == false {
            obstacles.append(
                Obstacle("not-running", "its processors do not run: it is paused, or being moved to another host"))
        }
        return obstacles
    }

    private var stateRemedy: String? {
        switch guest.state {
        case "unmanaged", "stale": "see what it lacks"
        case "socket-busy": "end the other client of its socket, or give balloond one of its own"
        case "silent": "see whether its QEMU still works"
        default: nil
        }
    }

    private var stateCommand: String? {
        switch guest.state {
        case "unmanaged", "stale": "balloonctl doctor"
        case "socket-busy", "silent": command("show")
        default: nil
        }
    }
}
