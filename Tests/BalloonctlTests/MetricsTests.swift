import BalloonKit
import ControlProtocol
import Glibc
import Testing

@testable import balloonctl

@Suite("metrics")
struct MetricsTests {
    @Test("prints a scrape of the daemon and all guests")
    func prints() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl("metrics", to: daemon)
            #expect(daemon.requests == [.queryStatus(QueryStatus()), .queryGuests(QueryGuests())])
            #expect(outcome.status == 0)
            #expect(outcome.lines.contains("balloond_guest_actual_bytes{guest=\"web1\"} 536870912"))
            #expect(outcome.lines.contains("# TYPE balloond_pool_usage_ratio gauge"))
        }
    }

    @Test("replaces a file as a whole, readable by all, and leaves nothing beside it")
    func writes() throws {
        var template = Array("/tmp/balloonctl-metrics.XXXXXX".utf8CString)
        let directory = String(cString: try #require(mkdtemp(&template)))
        let path = "\(directory)/balloond.prom"
        defer {
            unlink(path)
            rmdir(directory)
        }
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl("metrics", "--output", path, to: daemon)
            #expect(outcome == Outcome(status: 0, out: "", err: ""))
        }
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_size > 1000)
        #expect(status.st_mode & 0o777 == 0o644)
        // Nothing else lies there: only an empty directory can be removed.
        #expect(unlink(path) == 0 && rmdir(directory) == 0)
    }

    @Test("says why a file cannot be written")
    func refuses() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl("metrics", "--output", "/nowhere/at/all.prom", to: daemon)
            #expect(outcome.status == 1)
            #expect(outcome.err.contains("cannot write /nowhere/at/all.prom: No such file or directory"))
        }
    }
}
