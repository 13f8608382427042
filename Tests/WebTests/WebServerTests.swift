import BalloonKit
import ControlSamples
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import Web

@Suite("The server, over real sockets")
struct WebServerTests {
    @Test("serves every path with its type, and nothing else")
    func paths() async throws {
        try await withServer { port in
            for resource in Resource.allCases {
                let reply = try await Client.ask(port, "GET \(resource.rawValue) HTTP/1.1\r\nHost: localhost\r\n")
                #expect(reply.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(reply.lowercased().contains("content-type: \(resource.contentType)\r\n"))
                #expect(reply.lowercased().contains("x-content-type-options: nosniff\r\n"))
                #expect(reply.lowercased().contains("content-security-policy: default-src 'none'"))
            }
            let missing = try await Client.ask(port, "GET /etc/passwd HTTP/1.1\r\nHost: localhost\r\n")
            #expect(missing.hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test("refuses to change anything, a foreign name, and more headers than a browser sends")
    func refusals() async throws {
        try await withServer { port in
            let post = try await Client.ask(
                port, "POST /api/status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n")
            #expect(post.hasPrefix("HTTP/1.1 405 "))
            #expect(post.lowercased().contains("allow: get\r\n"))
            let foreign = try await Client.ask(port, "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n")
            #expect(foreign.hasPrefix("HTTP/1.1 421 "))
            #expect(!foreign.contains("balloond_"))
            let flood = String(repeating: "X-Much: \(String(repeating: "a", count: 500))\r\n", count: 60)
            let much = try await Client.ask(port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\(flood)")
            #expect(!much.contains("balloond_"))
        }
    }

    @Test("a Unix socket has its permissions before anybody can find it, replaces a dead one, and goes with the server")
    func unixSocket() async throws {
        let place = try TemporaryPlace()
        defer { place.remove() }
        let path = place.path("web.sock")
        try place.makeDeadSocket("web.sock")
        let began = AsyncStream<Void>.makeStream()
        let server = WebServer(address: .unix(path: path), source: SampleSource(), logger: Logger(label: "test")) {
            // It is granted where it was made, not where it will be found.
            #expect($0 != path)
            place.setMode(0o640, of: $0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run { _ in began.continuation.yield() } }
            _ = await began.stream.first { true }
            #expect(place.mode(of: "web.sock") == 0o640)
            let reply = try await Client.ask(unix: path, "GET /healthz HTTP/1.1\r\nHost: anything\r\n")
            #expect(reply.hasSuffix("\r\n\r\nok\n"))
            group.cancelAll()
        }
        #expect(place.names == [])
    }

    @Test("what lies in the socket's place and is none stays, and the server does not give up")
    func notASocket() async throws {
        let place = try TemporaryPlace()
        defer { place.remove() }
        try place.makeFile("web.sock")
        #expect(throws: WebFailure.self) { try PrivateSocket(for: place.path("web.sock")) }
        #expect(place.names == ["web.sock"])
    }

    @Test("a port in use is waited for")
    func portInUse() async throws {
        try await withServer { port in
            let second = WebServer(
                address: .loopback(host: "127.0.0.1", port: port), source: SampleSource(),
                logger: Logger(label: "test"),
                grant: { _ in })
            // It neither ends nor serves while the first one does.
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await second.run { _ in Issue.record("it took a port in use") } }
                _ = try? await Client.ask(port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
                group.cancelAll()
            }
        }
    }

    private func withServer(_ work: @escaping @Sendable (Int) async throws -> Void) async throws {
        let ports = AsyncStream<Int?>.makeStream()
        let server = WebServer(
            address: .loopback(host: "127.0.0.1", port: 0), source: SampleSource(), logger: Logger(label: "test"),
            grant: { _ in })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run { ports.continuation.yield($0) } }
            let port = try #require(await ports.stream.first { _ in true } ?? nil)
            try await work(port)
            group.cancelAll()
        }
    }
}
