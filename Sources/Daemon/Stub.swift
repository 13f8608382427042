import BalloonKit
import Logging

public struct PinRecord: Sendable {
    var target: ByteCount; var reason: String?; var setBy: String; var created: Int64; var expires: Int64?
    func hasExpired(at: Int64) -> Bool { expires.map { $0 <= at } ?? false }
}
public struct LimitRecord: Sendable { var floor: ByteCount?; var ceiling: ByteCount?; var shares: Int? }
public struct OperatorRecords: Sendable {
    var pins: [String: PinRecord] = [:]; var limits: [String: LimitRecord] = [:]; var pausedGuests: Set<String> = [];
    var isPoolPaused = false
}
public final class OperatorStore: Sendable {
    init(directory: String, logger: Logger) throws {}
    func load() throws -> OperatorRecords { OperatorRecords() }
    func setPin(_: PinRecord, guest: String) throws {}; func removePin(guest: String) throws {};
    func setLimits(_: LimitRecord, guest: String) throws {}; func setPaused(_: Bool, guest: String?) throws {}
}
struct InstanceLock: Sendable { init(directory: String) throws {} }
struct ProcessProtection { init(locksMemory: Bool, logger: Logger) {}; func apply() {} }
struct ServiceNotifier: Sendable {
    func ready(status: String) {}; func reloading() {}; func stopping() {}; func heartbeat(at: MonotonicTime) {}
}
struct JournalLogHandler: LogHandler {
    func log(event: LogEvent) {}; var level: Logger.Level;
    subscript(metadataKey k: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }; var metadata: Logger.Metadata = [:]; var logLevel: Logger.Level = .info;
    init(level: Logger.Level) { self.level = level }
}
