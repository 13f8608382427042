import Glibc
import QMP
import QMPTestKit
import Testing

/// The fakes must themselves be strict: a fake that accepts anything proves nothing.
struct TestKitTests {
    @Test func `a script that is followed leaves no failures`() throws {
        let directory = try TemporaryDirectory()
        let qemu = try ScriptedQEMU(
            path: directory.path + "/q.sock",
            [
                .greet, .negotiate, .expect("query-balloon", answer: ["actual": 5]), .event("STOP"),
                .sendSplit(line(#"{"timestamp": {"seconds": 1, "microseconds": 1}, "event": "RESUME"}"#), every: 3),
                .refuse("balloon", ["value": 7], QMPServerError(.deviceNotActive, "none")), .awaitClose,
            ])
        var client = try SocketClient(path: qemu.path)
        try client.negotiate()
        client.send(QMPRequest(QueryBalloon()))
        try client.waitForEvents(3)
        client.send(QMPRequest(try SetBalloon(value: 7)))
        try client.waitForEvents(4)
        client.close()
        #expect(qemu.finish() == [])
        #expect(
            client.events == [#"reply 1 {"actual":5}"#, "event stop", "event resume", "failed 2 DeviceNotActive none"])
    }

    @Test func `a command that is not in the script is refused and recorded`() throws {
        let directory = try TemporaryDirectory()
        let qemu = try ScriptedQEMU(path: directory.path + "/q.sock", [.greet, .negotiate, .expect("query-status")])
        var client = try SocketClient(path: qemu.path)
        try client.negotiate()
        client.send(QMPRequest(QueryBalloon()))
        try client.waitForEvents(1)
        client.close()
        #expect(client.events == ["failed 1 GenericError not in the script"])
        #expect(qemu.finish().count == 1)
    }

    @Test func `the same command with other arguments departs from the script`() throws {
        let directory = try TemporaryDirectory()
        let qemu = try ScriptedQEMU(
            path: directory.path + "/q.sock", [.greet, .negotiate, .expect("balloon", ["value": 1])])
        var client = try SocketClient(path: qemu.path)
        try client.negotiate()
        client.send(QMPRequest(try SetBalloon(value: 2)))
        try client.waitForEvents(1)
        client.close()
        #expect(qemu.finish().count == 1)
    }

    @Test func `a second client waits for its greeting until the first has gone`() throws {
        let directory = try TemporaryDirectory()
        let fleet = try FakeFleet(directory: directory.path, guests: [FakeQEMU(name: "a", maximum: 1 << 29)])
        fleet.start()
        defer { fleet.stop() }
        var first = try SocketClient(path: fleet.path(of: "a"))
        try first.negotiate()
        var second = try SocketClient(path: fleet.path(of: "a"))
        let wasGreeted = second.receiveOnce(patience: 100)
        #expect(!wasGreeted)
        first.close()
        try second.negotiate()
        second.close()
    }

    @Test func `a model's balloon moves at its rate, stops where the guest holds its memory, and statistics fit`()
        throws
    {
        let mebibyte = FakeQEMU.mebibyte
        var guest = FakeQEMU(name: "a", maximum: 512 * mebibyte, used: 200 * mebibyte)
        guest.balloonRate = 100 * mebibyte
        _ = guest.advance(to: .seconds(10))
        guest.setTarget(128 * mebibyte)
        let begun = guest.advance(to: .seconds(11))
        #expect(guest.actual == 412 * mebibyte)
        #expect(String(decoding: begun, as: UTF8.self).contains(#""BALLOON_CHANGE""#))
        #expect(guest.advance(to: .milliseconds(11_500)).isEmpty)
        _ = guest.advance(to: .seconds(60))
        #expect(guest.actual == guest.lowestReachable)
        #expect(guest.actual == 244 * mebibyte)
        guest.setTarget(1 << 40)
        _ = guest.advance(to: .seconds(120))
        #expect(guest.actual == guest.maximum)
        #expect(guest.receivedTargets == [128 * mebibyte, 1 << 40])
    }

    @Test func `a fleet answers polls, moves balloons and tells of it`() throws {
        let directory = try TemporaryDirectory()
        let mebibyte = FakeQEMU.mebibyte
        let guests = (0..<20).map { FakeQEMU(name: "g\($0)", maximum: 512 * mebibyte) }
        let fleet = try FakeFleet(directory: directory.path, guests: guests)
        fleet.start()
        defer { fleet.stop() }
        for name in fleet.names {
            var client = try SocketClient(path: fleet.path(of: name))
            try client.negotiate()
            let path = "/machine/peripheral/balloon0"
            client.send(QMPRequest(try SetStatsPollingInterval(path: path, interval: .seconds(1))))
            for _ in 0..<3 { client.send(QMPRequest(GuestStats(path: path))) }
            client.send(QMPRequest(try SetBalloon(value: 508 * mebibyte)))
            client.send(QMPRequest(GetStatsPollingInterval(path: path)))
            try client.waitForEvents(7)
            let replies = client.events.filter { $0.hasPrefix("reply") }
            #expect(replies.count == 6)
            #expect(replies[1].hasPrefix(#"reply 2 {"stats":{"#) && replies[1].contains("stat-available-memory"))
            #expect(replies[5] == "reply 6 1")
            #expect(client.events.contains { $0.hasPrefix("event balloonChange") })
            client.close()
        }
        #expect(fleet.withGuest("g3") { $0.receivedTargets } == [508 * mebibyte])
        #expect(fleet.withGuest("nobody") { $0.actual } == nil)
    }

    @Test(arguments: [
        (FakeFault.garbage, "closed protocol violation"), (.deepNesting, "closed protocol violation"),
        (.oversizeLine(3 << 20), "failed 1 protocolViolation"), (.closesInMidReply, "closed connection closed"),
        (.unaskedReplies, "closed protocol violation"), (.absurd, "reply 1"), (.absentStatistics, "reply 1"),
        (.eventFlood(50), "reply 1"), (.slow(.milliseconds(50)), "reply 1"),
    ])
    func `each fault is what it says`(fault: FakeFault, expected: String) throws {
        let directory = try TemporaryDirectory()
        var guest = FakeQEMU(name: "a", maximum: 1 << 29)
        guest.faults = [fault]
        let fleet = try FakeFleet(directory: directory.path, guests: [guest])
        fleet.start()
        defer { fleet.stop() }
        let limits = QMPClientLimits(json: JSONLimits(maximumBytes: 1 << 20))
        var client = try SocketClient(path: fleet.path(of: "a"), limits: limits)
        try client.negotiate()
        client.send(QMPRequest(GuestStats(path: "/machine/peripheral/balloon0")))
        try client.wait { events in events.contains { $0.hasPrefix(expected) } }
        client.close()
    }

    @Test func `the fleet's options are read, and nonsense refused`() throws {
        let options = try FakeFleetOptions(arguments: [
            "--directory", "/tmp/x", "--count", "10", "--stalled", "2", "--hostile", "1",
        ])
        let guests = options.guests
        #expect(guests.map(\.faults.count) == [0, 0, 0, 0, 0, 0, 0, 1, 1, 1])
        #expect(guests.first?.name == "guest0000")
        #expect(guests.last?.faults == [.stalls])
        for arguments in [
            [], ["--directory"], ["--directory", "/x", "--count", "-1"], ["--directory", "/x", "--what", "1"],
        ] {
            #expect(throws: QMPError.self) { try FakeFleetOptions(arguments: arguments) }
        }
    }
}
