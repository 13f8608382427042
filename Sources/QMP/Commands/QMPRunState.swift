/// Why a guest runs or does not.
///
/// Source: QMP `RunState`.
public enum QMPRunState: Sendable, Hashable {
    case running
    case paused
    case shutdown
    case suspended
    case prelaunch
    case inMigrate
    case postMigrate
    case finishMigrate
    case saveVM
    case restoreVM
    case guestPanicked
    case ioError
    case internalError
    case watchdog
    case debug
    case other(String)

    init(name: String) {
        self =
            switch name {
            case "running": .running
            case "paused": .paused
            case "shutdown": .shutdown
            case "suspended": .suspended
            case "prelaunch": .prelaunch
            case "inmigrate": .inMigrate
            case "postmigrate": .postMigrate
            case "finish-migrate": .finishMigrate
            case "save-vm": .saveVM
            case "restore-vm": .restoreVM
            case "guest-panicked": .guestPanicked
            case "io-error": .ioError
            case "internal-error": .internalError
            case "watchdog": .watchdog
            case "debug": .debug
            default: .other(name)
            }
    }
}
