import BalloonKit
import Controller
import Fleet
import Glibc
import HostMemory

/// The configuration in the words of each room. The only place that knows both.
extension Configuration {
    func fleetSettings(roots: HostRoots) -> FleetSettings {
        FleetSettings(
            sockets: discovery.sockets, sharedSockets: discovery.sharedSockets, scanProc: discovery.scanProc,
            statisticsInterval: timing.statisticsInterval, greetingDeadline: timing.greetingDeadline,
            commandDeadline: timing.commandDeadline,
            freshness: timing.freshness,
            unmanagedGuests: Set(guests.named.keys.filter { !guests.isManaged($0) }), roots: roots)
    }

    var controllerSettings: ControllerSettings {
        var settings = ControllerSettings()
        settings.limit = pool.limit.fraction
        settings.highMargin = (pool.limit.percent - pool.highWatermark.percent) / 100
        settings.lowMargin = (pool.limit.percent - pool.lowWatermark.percent) / 100
        settings.reactionTime = policy.reactionTime
        settings.reserve = guests.reserve
        settings.freshnessBound = timing.freshness
        settings.deadBand = policy.deadBand
        settings.stepLimit = policy.stepLimit.fraction
        settings.coolDown = policy.coolDown
        settings.calmTime = policy.calmTime
        settings.ksm.mode = ksm.mode == .auto ? .auto : .off
        settings.ksm.cpuLimit = ksm.cpuLimit.fraction
        return settings
    }

    /// - Parameter host: Path of `balloon-policyhost`; nil to look where it is installed.
    func policyDeskSettings(host: String?) -> PolicyDeskSettings {
        PolicyDeskSettings(
            use: policy.use, shadow: policy.shadow, directories: policy.directories, host: host,
            deadline: policy.deadline, failures: policy.failures, memory: policy.memory, knobs: policy.knobs)
    }

    var loopTiming: LoopTiming {
        LoopTiming(sensor: timing.sensor, cycle: timing.cycle, pollDeadline: min(.milliseconds(200), timing.cycle / 2))
    }

    var poolKind: PoolKind {
        pool.cgroup.map { .cgroup(path: $0) } ?? .host
    }

    /// Whether the pool is a cgroup that is as large as the host; false also when that cannot be read.
    func isPoolUnlimited(roots: HostRoots) -> Bool {
        func total(of pool: PoolKind) -> ByteCount? {
            var reader = try? PoolReader(pool: pool, roots: roots)
            return try? reader?.fastSample().total
        }
        guard case .cgroup = poolKind, let pool = total(of: poolKind), let host = total(of: .host) else { return false }
        return pool >= host
    }

    /// As start-up and `STATUS=` say it.
    var poolDescription: String {
        pool.cgroup.map { "cgroup \($0)" } ?? "the whole host"
    }

    var operatorView: OperatorView {
        OperatorView(limit: pool.limit.fraction, poolKind: pool.kind.rawValue)
    }

    var socketPermissions: SocketPermissions {
        SocketPermissions(mode: UInt32(daemon.controlMode), group: daemon.controlGroup)
    }

    var accessRule: AccessRule {
        AccessRule(adminGroup: daemon.adminGroup, ownUser: geteuid())
    }

    /// Keys that a reload cannot take over, because something was opened by their old value.
    func keysThatNeedRestart(comparedTo old: Configuration) -> [String] {
        var keys: [String] = []
        if poolKind != old.poolKind { keys.append("pool.kind, pool.cgroup") }
        if daemon.stateDirectory != old.daemon.stateDirectory { keys.append("daemon.state-directory") }
        if daemon.controlSocket != old.daemon.controlSocket { keys.append("daemon.control-socket") }
        if socketPermissions != old.socketPermissions { keys.append("daemon.control-mode, daemon.control-group") }
        if web != old.web { keys.append("web.listen") }
        if daemon.lockMemory != old.daemon.lockMemory { keys.append("daemon.lock-memory") }
        if daemon.logLevel != old.daemon.logLevel { keys.append("daemon.log-level") }
        return keys
    }
}
