import BalloonKit
import Glibc

/// Tries whatever leads out of its process, prints what it got hold of, and answers as if nothing were.
struct Hostile: Policy {
    static let manifest = PolicyManifest(name: "reaches", version: "1", summary: "Opens sockets, files and programs")

    init(knobs: KnobValues) {}

    func propose(_ briefing: Briefing) -> [Proposal] {
        attempt("read /etc/passwd") { open("/etc/passwd", O_RDONLY) }
        attempt("read /proc/self/environ") { open("/proc/self/environ", O_RDONLY) }
        attempt("write /tmp") { open("/tmp/balloond-reaches", O_CREAT | O_WRONLY, 0o600) }
        attempt("write /dev/shm") { open("/dev/shm/balloond-reaches", O_CREAT | O_WRONLY, 0o600) }
        attempt("socket inet") { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        attempt("socket inet6") { socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0) }
        attempt("socket unix") { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) }
        attempt("chdir") { chdir("/") }
        attempt("unlink") { unlink("/tmp/balloond-reaches-not-there") == 0 || errno == ENOENT ? 0 : -1 }
        attempt("more address space") {
            var limit = rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
            return setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        }
        attempt("signal the daemon") { kill(getppid(), 0) }
        attempt("another program") {
            var pid = pid_t()
            let path = strdup("/bin/true")
            defer { free(path) }
            return posix_spawn(&pid, "/bin/true", nil, nil, [path, nil], nil) == 0 ? 0 : -1
        }
        return []
    }

    private func attempt(_ what: String, _ body: () -> Int32) {
        let result = body()
        print("reaches: \(what): \(result >= 0 ? "got through" : "refused (\(errno))")")
        fflush(nil)
    }
}
