import BalloonKit
import QMP
import Simulation
import Testing

@Suite("A simulated QEMU whose client is outside")
struct ServedChannelTests {
    private static let negotiation = QMPRequest("qmp_capabilities")
    private static let question = QMPRequest("query-balloon")

    private func connected(_ change: (inout GuestPlan) -> Void = { _ in }) -> ServedBench {
        var bench = ServedBench(WireBench.plan(change))
        bench.connect()
        bench.send([Self.negotiation])
        return bench
    }

    @Test("It greets, negotiates and answers at once, and says nothing to nobody")
    func answers() {
        var bench = ServedBench()
        bench.run(to: 2)
        #expect(bench.lines.isEmpty && !bench.channel.isConnected)
        bench.connect()
        #expect(bench.lines.count == 1 && bench.lines.first?.contains("QMP") == true)
        bench.send([Self.negotiation, Self.question])
        #expect(bench.lines.count == 3)
        #expect(bench.lines.last?.contains("536870912") == true)
    }

    @Test("However a client's bytes are cut, the answers are the same", arguments: [1, 2, 7, 40, 61])
    func pieces(size: Int) {
        let requests = [Self.negotiation] + Array(repeating: Self.question, count: 5)
        var whole = ServedBench()
        whole.connect()
        whole.send(requests)
        var cut = ServedBench()
        cut.connect()
        cut.send(requests, inPiecesOf: size)
        #expect(cut.lines.count == 7)
        #expect(cut.received == whole.received)
    }

    @Test("A target moves the guest from the next step on; commands and quick turns are counted")
    func balloon() {
        var bench = connected()
        bench.setBalloon(to: .mebibytes(300))
        #expect(bench.guest.actual == .mebibytes(512) && bench.channel.commands == 1)
        bench.run(to: 5)
        #expect(bench.guest.actual == .mebibytes(300))
        #expect(bench.lines.contains { $0.contains("BALLOON_CHANGE") })
        bench.setBalloon(to: .mebibytes(400))
        #expect(bench.channel.commands == 2 && bench.channel.flips == 1)
        bench.run(to: 40)
        bench.setBalloon(to: .mebibytes(300))
        #expect(bench.channel.commands == 3 && bench.channel.flips == 1)
    }

    @Test("What QEMU refuses is no command")
    func refusal() {
        var bench = connected()
        bench.send([QMPRequest("balloon", ["value": 0])])
        #expect(bench.lines.last?.contains("expects a size") == true)
        #expect(bench.channel.commands == 0)
    }

    @Test("A silent guest reads and says nothing, and afterwards does what it was told")
    func silence() {
        var bench = connected { $0.silences = [10...20] }
        bench.run(to: 10.5)
        #expect(!bench.channel.isAttentive(at: bench.now))
        let before = bench.lines.count
        bench.setBalloon(to: .mebibytes(300))
        bench.run(to: 19.9)
        #expect(bench.lines.count == before && bench.guest.target == nil && bench.channel.commands == 0)
        bench.run(to: 20.2)
        #expect(bench.channel.isAttentive(at: bench.now))
        #expect(bench.guest.target == .mebibytes(300) && bench.channel.commands == 1)
        #expect(bench.lines.count > before)
    }

    @Test("When another client takes the socket over, ours is put out, and nobody is greeted until that one leaves")
    func busy() {
        var bench = connected { $0.faults = FaultPlan(busy: [10...20]) }
        bench.run(to: 10.1)
        #expect(bench.ends == 1 && !bench.channel.isConnected && !bench.channel.isAttentive(at: bench.now))
        // The kernel accepted: whoever connects waits for a greeting.
        bench.connect()
        bench.run(to: 20)
        #expect(bench.lines.isEmpty)
        bench.run(to: 20.1)
        #expect(bench.channel.isAttentive(at: bench.now) && bench.lines.count == 1)
    }

    @Test("A client that leaves is forgotten with all that was meant for it, and the next one is greeted afresh")
    func disconnect() {
        var bench = connected()
        bench.channel.disconnect()
        bench.run(to: 3)
        bench.connect()
        #expect(bench.lines.count == 1)
        // Half a request of the connection before must not join the first of this one.
        bench.channel.receive(Array(#"{"execute": "quer"#.utf8), &bench.guest, at: bench.now)
        bench.channel.disconnect()
        bench.connect()
        bench.send([Self.negotiation, Self.question])
        #expect(bench.lines.count == 3 && !bench.lines.contains { $0.contains("error") })
    }

    @Test("A guest that was powered off says so before its connection ends, one that was killed does not")
    func end() {
        var off = connected()
        off.close(.shutDown)
        #expect(off.ends == 1 && off.channel.end == .shutDown && off.lines.last?.contains("SHUTDOWN") == true)
        var killed = connected()
        killed.close(.killed)
        #expect(killed.ends == 1 && !killed.lines.contains { $0.contains("SHUTDOWN") })
        #expect(!killed.channel.isAttentive(at: killed.now))
    }

    @Test("Faults of the wire reach the client: an answer that is cut off takes the connection with it")
    func fault() {
        var bench = connected { $0.faults = FaultPlan(rate: 1, of: [.truncated], during: 5...100) }
        bench.run(to: 6)
        let before = bench.received.count
        bench.send([Self.question])
        #expect(bench.ends == 1 && !bench.channel.isConnected)
        #expect(bench.received.count - before < 30)
    }

    @Test("It reports regularly once a client has asked for it")
    func interval() throws {
        var bench = connected()
        #expect(!bench.channel.reportsRegularly)
        bench.send([QMPRequest("qom-list", ["path": "/machine/peripheral"])])
        bench.send([QMPRequest("qom-list", ["path": "/machine/peripheral-anon"])])
        let path =
            bench.lines.contains { $0.contains("balloon0") }
            ? "/machine/peripheral/balloon0" : try #require(anonymousPath(bench.lines))
        bench.send([
            QMPRequest("qom-set", ["path": .string(path), "property": "guest-stats-polling-interval", "value": 1])
        ])
        #expect(bench.channel.reportsRegularly)
    }

    private func anonymousPath(_ lines: [String]) -> String? {
        guard let line = lines.last(where: { $0.contains("device[") }), let start = line.firstRange(of: "device[")
        else {
            return nil
        }
        return "/machine/peripheral-anon/" + line[start.lowerBound...].prefix { $0 != "\"" }
    }
}
