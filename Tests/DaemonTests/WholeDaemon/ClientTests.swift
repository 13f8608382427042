import Glibc
import QMP
import QMPTestKit
import Testing

@testable import Daemon

@Suite("Clients of the control socket and their bounds", .serialized)
struct ClientTests {
    private func counter(_ name: String, _ peer: ControlPeer) throws -> Int64 {
        try peer.execute("query-status")["return"]?["counters"]?[name]?.int64 ?? -1
    }

    @Test("clients beyond the places are closed and counted, and one that leaves makes room")
    func refused() throws {
        try TemporaryDirectory.with { directory in
            let daemon = try DaemonUnderTest(in: directory, guests: [FakeQEMU(name: "a", maximum: 512 << 20)])
            try daemon.start()
            let path = directory.path("control.sock")
            let open = (0...ControlServer.places.total).count { ControlServer.places.admit(uid: geteuid(), taken: $0) }
            var peers = try (0..<open).map { _ in try ControlPeer(path: path) }
            #expect(throws: ControlPeer.Failure.self) { try ControlPeer(path: path) }
            let first = try #require(peers.first)
            #expect(try counter("refused_clients", first) == 1)
            peers.removeLast()
            // The end of a connection is seen a moment later.
            var late: ControlPeer?
            while late == nil { late = try? ControlPeer(path: path) }
            #expect(try late?.execute("query-status")["return"] != nil)
            try daemon.stop()
        }
    }

    @Test("events for a client that does not read are dropped and counted, and nobody else waits")
    func droppedEvents() throws {
        try TemporaryDirectory.with { directory in
            // Enough guests for an event of some 100 kB: a few of them fill a socket.
            let guests = (0..<150).map { FakeQEMU(name: "guest\($0)", maximum: 512 << 20) }
            let daemon = try DaemonUnderTest(in: directory, guests: guests)
            try daemon.start()
            let lazy = try ControlPeer(path: directory.path("control.sock"))
            _ = try lazy.execute("watch", ["enable": true])
            let peer = try daemon.operate()
            var dropped: Int64 = 0
            for _ in 0..<100 where dropped == 0 {
                _ = try peer.event("CYCLE")
                dropped = try counter("dropped_events", peer)
            }
            #expect(dropped > 0)
            #expect(try counter("refused_clients", peer) == 0)
            // What was sent before is whole.
            #expect(try lazy.event("CYCLE")["status"] != nil)
            try daemon.stop()
        }
    }
}
