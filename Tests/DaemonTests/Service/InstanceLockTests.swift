import Glibc
import Testing

@testable import Daemon

@Suite("Instance lock")
struct InstanceLockTests {
    @Test("the second daemon is refused and told the first one's process number")
    func second() throws {
        try TemporaryDirectory.with { directory in
            let first = try InstanceLock(directory: directory.root)
            let file = directory.path("balloond.lock")
            let failure = #expect(throws: InstanceLock.Failure.self) { _ = try InstanceLock(directory: directory.root) }
            #expect(failure == .held(by: getpid(), file: file))
            #expect(failure?.description.contains("as process \(getpid())") == true)
            withExtendedLifetime(first) {}
        }
    }

    @Test("the lock goes with its holder, and the next one's number replaces a longer one")
    func released() throws {
        try TemporaryDirectory.with { directory in
            try directory.write("4294967296123\n", to: "balloond.lock")
            do { _ = try InstanceLock(directory: directory.root) }
            let lock = try InstanceLock(directory: directory.root)
            let content = try directory.read("balloond.lock")
            #expect(content == "\(getpid())\n")
            withExtendedLifetime(lock) {}
        }
    }

    @Test("without the directory the file and the reason are told")
    func noDirectory() {
        let failure = #expect(throws: InstanceLock.Failure.self) { _ = try InstanceLock(directory: "/nonexistent") }
        #expect(failure?.description == "/nonexistent/balloond.lock: No such file or directory")
    }
}
