import ControlProtocol
import ControlSamples
import NIOCore
import NIOPosix
import Testing

@testable import Web

@Suite("What is rendered is shared")
struct ReportCacheTests {
    private func body(
        _ resource: Resource, times: Int = 1, from source: some WebSource, lifetime: TimeAmount = .hours(1),
        deadline: TimeAmount = .hours(1)
    ) async throws -> String {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let cache = try await loop.submit {
            NIOLoopBound(
                ReportCache(source: source, eventLoop: loop, lifetime: lifetime, deadline: deadline), eventLoop: loop)
        }.get()
        var body = ByteBuffer()
        for _ in 0..<times { body = try await loop.flatSubmit { cache.value.body(resource) }.get() }
        return String(buffer: body)
    }

    @Test("ten readers within a second ask the daemon once, for reports and for the course alike")
    func once() async throws {
        let source = SampleSource()
        let text = try await body(.metrics, times: 10, from: source)
        #expect(text.hasPrefix("# HELP balloond_build_info"))
        #expect(source.reports == 1)
        _ = try await body(.recent, times: 10, from: source)
        #expect(source.courses == 1)
    }

    @Test("what is too old is asked for again")
    func again() async throws {
        let source = SampleSource()
        _ = try await body(.status, times: 3, from: source, lifetime: .zero)
        _ = try await body(.recent, times: 3, from: source, lifetime: .zero)
        #expect(source.reports == 3)
        #expect(source.courses == 3)
    }

    @Test("a main loop that does not answer costs a reader its deadline and no more")
    func overdue() async throws {
        let source = SampleSource(answers: false)
        await #expect(throws: WebFailure.overdue) { try await body(.status, from: source, deadline: .milliseconds(1)) }
        await #expect(throws: WebFailure.overdue) { try await body(.recent, from: source, deadline: .milliseconds(1)) }
        source.finish()
    }

    @Test("a daemon that cannot read the pool is not healthy, and its metrics still tell so")
    func health() async throws {
        #expect(try await body(.health, from: SampleSource()) == "ok\n")
        let blind = SampleSource(status: Samples.bareStatus)
        await #expect(throws: WebFailure.self) { try await body(.health, from: blind) }
        #expect(try await body(.metrics, from: blind).contains("balloond_pool_readable 0"))
    }
}
