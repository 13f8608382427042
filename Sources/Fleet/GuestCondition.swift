import BalloonKit
import QMP

/// Why a guest is in its state. One value decides both, so that state and reason cannot disagree; texts are only made
/// when somebody asks.
enum GuestCondition: Sendable, Hashable {
    case notTriedYet
    case greeting
    case readingGuest
    case firstStatistics
    case reconnecting
    case refused
    case notPermitted
    case failedToConnect(Int32)
    case malformed(String)
    case queueFull
    case notGreeted(pid: Int32?)
    case leftAlone
    case noDevice
    case deviceOutOfSight
    case noDriver
    case noStatistics
    case fresh
    case notRunning(QMPRunState)
    case migrating(QMPMigrationStatus)
    case panicked
    case rebooting
    case frozen
    case stuck
    case flooding
    case shutDown(String)
    case processEnded
    case socketGone

    var state: GuestState {
        switch self {
        case .notTriedYet, .greeting, .readingGuest, .firstStatistics, .reconnecting, .refused, .notPermitted,
            .failedToConnect, .malformed:
            .connecting
        case .queueFull, .notGreeted: .socketBusy
        // What its memory and its balloon do is the migration's for now, however fresh its statistics are.
        // A guest that boots has no driver for now: it is silent because of that, not because it is short of memory.
        case .leftAlone, .noDevice, .deviceOutOfSight, .noDriver, .noStatistics, .migrating, .rebooting: .unmanaged
        case .fresh: .fresh
        case .notRunning, .panicked, .frozen: .stale
        case .stuck, .flooding: .silent
        case .shutDown, .processEnded, .socketGone: .gone
        }
    }

    /// One sentence without a full stop: what was seen, and what an operator can do where there is something to do.
    var reason: String {
        switch self {
        case .notTriedYet: "the socket was found and will be connected"
        case .greeting: "connected, waiting for QEMU's greeting"
        case .readingGuest: "reading the machine"
        case .firstStatistics: "waiting for statistics newer than the connection"
        case .reconnecting: "the connection ended, trying again"
        case .refused: "nobody accepts on the socket, trying again"
        case .notPermitted: "permission denied on the socket: run balloond as root, or let its group use the socket"
        case .failedToConnect(let error): "cannot connect (error \(error)), trying again"
        case .malformed(let text): "not understood, trying again later: \(text)"
        case .queueFull:
            "too many clients wait for the socket: give balloond a -qmp socket of its own, or close the other clients"
        case .notGreeted(let pid): Self.notGreetedText(pid)
        case .leftAlone: "left alone by configuration"
        case .noDevice: "no balloon device: add -device virtio-balloon-pci to the QEMU command line"
        case .deviceOutOfSight: "QEMU has a balloon, but not among its devices in the QOM tree"
        case .noDriver:
            "no balloon driver answers in the guest: load virtio_balloon, or wait until the guest has booted"
        case .noStatistics: "the guest's balloon driver reports no memory statistics: update the driver"
        case .fresh: "statistics are current"
        case .notRunning(let state): Self.notRunningText(state)
        case .migrating(let status): "migrating (\(status.name)): left alone until that has ended"
        case .panicked: "the guest's kernel panicked: reset the guest"
        case .rebooting: "rebooting: statistics are frozen until the guest's balloon driver is back"
        case .frozen:
            "statistics no longer move: the guest hangs, is overloaded, or its balloon driver was unloaded"
        case .stuck: "QEMU does not answer (stopped or stuck)"
        case .flooding: "sends far more than it is asked for, so it is read slowly and its answers come late"
        case .shutDown(let reason): reason.isEmpty ? "QEMU has ended" : "QEMU has ended (\(reason))"
        case .processEnded: "the QEMU process has ended without a word (killed or crashed)"
        case .socketGone: "nobody listens on the socket: QEMU is not running"
        }
    }

    private static func notGreetedText(_ pid: Int32?) -> String {
        let who = pid.map { "QEMU (pid \($0))" } ?? "QEMU"
        return "no greeting: another client holds the socket, or \(who) is stopped; "
            + "give balloond a -qmp socket of its own, or name a socket that others only visit in shared-sockets"
    }

    private static func notRunningText(_ state: QMPRunState) -> String {
        switch state {
        case .paused: "paused: its processors do not run until QMP cont"
        case .shutdown: "the guest has shut down and QEMU was told to stay (-no-shutdown)"
        case .inMigrate: "waiting for an incoming migration"
        case .finishMigrate, .postMigrate: "migrated away or about to be"
        case .guestPanicked: "the guest's kernel panicked: reset the guest"
        case .ioError: "paused by QEMU after a disk error"
        default: "not running (\(state))"
        }
    }
}
