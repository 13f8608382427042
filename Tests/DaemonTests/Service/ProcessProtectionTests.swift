import Glibc
import Testing

@testable import Daemon

@Suite("Process protection", .serialized)
struct ProcessProtectionTests {
    @Test("descriptors may be as many as the hard limit allows")
    func descriptors() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let before = limit
        defer {
            var back = before
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &back)
        }
        // One less than allowed: other tests of this process need theirs.
        limit.rlim_cur = max(limit.rlim_max, 1) - 1
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let raised = try ProcessProtection.raiseDescriptorLimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #expect(raised == UInt64(before.rlim_max))
        #expect(limit.rlim_cur == before.rlim_max)
    }

    @Test("the OOM score is written where the kernel reads it")
    func score() throws {
        try TemporaryDirectory.with { directory in
            try directory.write("0\n", to: "self/oom_score_adj")
            try ProcessProtection.adjustOOMScore(procfs: directory.root)
            let written = try directory.read("self/oom_score_adj")
            #expect(written == "-900\n")
            let error = #expect(throws: SystemCallError.self) {
                try ProcessProtection.adjustOOMScore(procfs: directory.path("absent"))
            }
            #expect(error?.number == ENOENT)
        }
    }

    /// Sanitizers turn mlockall(2) into a call that does nothing.
    private static var isSanitized: Bool {
        dlsym(nil, "__tsan_init") != nil || dlsym(nil, "__asan_init") != nil
    }

    @Test("pages are locked, or the reason is told", .disabled(if: isSanitized))
    func lock() {
        defer { munlockall() }
        do throws(SystemCallError) {
            try ProcessProtection.lockMemory()
            #expect(Self.lockedKibibytes() > 0)
        } catch {
            // Without CAP_IPC_LOCK and with a small RLIMIT_MEMLOCK.
            #expect([ENOMEM, EPERM, EAGAIN].contains(error.number))
            #expect(geteuid() != 0)
        }
    }

    /// `VmLck` of this process: `VmLck:	   84992 kB`.
    private static func lockedKibibytes() -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = fread(&bytes, 1, bytes.count, file)
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmLck:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
