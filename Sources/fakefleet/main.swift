import CLinux
import Glibc
import QMPTestKit

// A fleet of fake QEMUs for benchmarks and trials; see FakeFleetOptions.usage.

func fail(_ message: String, code: Int32) -> Never {
    let bytes = Array((message + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
    exit(code)
}

/// Two descriptors a guest, and some to spare.
func raiseDescriptorLimit(for guests: Int) {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, rlim_t(2 * guests + 64)))
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

/// Readable when SIGTERM or SIGINT arrives. Blocked before any other thread exists.
func terminationDescriptor() -> Int32 {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    sigprocmask(SIG_BLOCK, &signals, nil)
    return signalfd(-1, &signals, Int32(SFD_CLOEXEC))
}

if CommandLine.arguments.contains("--help") { fail(FakeFleetOptions.usage, code: 0) }
do {
    let options = try FakeFleetOptions(arguments: Array(CommandLine.arguments.dropFirst()))
    raiseDescriptorLimit(for: options.count)
    let termination = terminationDescriptor()
    let fleet = try FakeFleet(directory: options.directory, guests: options.guests)
    _ = write(STDOUT_FILENO, "ready\n", 6)
    fleet.run(until: termination)
} catch {
    fail("fakefleet: \(error)\n\(FakeFleetOptions.usage)", code: 2)
}
