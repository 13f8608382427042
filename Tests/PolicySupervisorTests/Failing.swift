import Glibc
import PolicySupervisor
import Testing

/// How a call failed, and how long it took.
func failure<Value>(
    of body: () throws(PolicyFailure) -> Value, sourceLocation: SourceLocation = #_sourceLocation
) throws -> PolicyFailure {
    do throws(PolicyFailure) {
        _ = try body()
    } catch {
        return error
    }
    throw Unexpected("it should have failed", at: sourceLocation)
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ text: String, at place: SourceLocation) { description = "\(text) (\(place))" }
}

/// Whether a process that was killed ends: its parent is not this one, so nobody tells when.
func ends(_ pid: Int32) -> Bool {
    let deadline = SuspendingClock.now + .seconds(20)
    while !isGone(pid) {
        guard SuspendingClock.now < deadline else { return false }
        sched_yield()
    }
    return true
}

/// Whether there is no such process, or only the remains of one that is not our child.
func isGone(_ pid: Int32) -> Bool {
    guard kill(pid, 0) == 0 else { return errno == ESRCH }
    guard let file = fopen("/proc/\(pid)/stat", "r") else { return true }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = fread(&bytes, 1, bytes.count, file)
    let fields = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: ")").last?.split(separator: " ")
    return fields?.first == "Z"
}
