import BalloonKit
import ControlProtocol
import ControlSamples
import QMP
import Testing

@testable import balloonctl

@Suite("top: the command and its conversation")
struct TopCommandTests {
    @Test("without a terminal it says so, and the ways out")
    func noTerminal() {
        let outcome = balloonctl("top", in: Surroundings())
        #expect(outcome.status == 64)
        #expect(outcome.err.contains("balloonctl watch"))
        #expect(outcome.err.contains("top --once"))
    }

    @Test("--once prints one picture with all guests, without a key line, as text")
    func once() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl("top", "--once", "--sort", "name", to: daemon)
            #expect(outcome.status == 0)
            #expect(outcome.out.contains("DRY RUN"))
            #expect(outcome.lines.contains { $0.contains("web1") && $0.contains("512M") })
            #expect(outcome.lines.last?.contains("web1") == true)
            #expect(!outcome.out.contains("\u{1b}"))
            #expect(outcome.lines.allSatisfy { $0.count <= 120 })
            #expect(daemon.requests == [.queryStatus(QueryStatus()), .queryGuests(QueryGuests())])
        }
    }

    @Test("--once --json is both replies; --json alone is refused with a hint")
    func json() throws {
        try FakeDaemon.run(Replies.answer) { daemon in
            let outcome = balloonctl("top", "--once", "--json", to: daemon)
            let value = try JSONValue(parsing: Array(outcome.out.utf8))
            #expect(value["status"]?["cycle"]?.int64 == 12)
            #expect(value["guests"]?.array?.count == 2)
            #expect(balloonctl("top", "--json", to: daemon).status == 64)
        }
    }

    @Test("intervals and orders that make no sense are refused with what does")
    func arguments() {
        #expect(balloonctl("top", "--interval", "10ms", in: Surroundings()).err.contains("from 250ms to 60s"))
        #expect(balloonctl("top", "--sort", "acutal", in: Surroundings()).err.contains("did you mean 'actual'?"))
    }

    @Test("status and guests make one sample, whatever pieces they come in")
    func conversation() throws {
        var conversation = TopConversation()
        let asked = conversation.ask([.status, .guests], isFirst: true)
        #expect(String(decoding: asked, as: UTF8.self).contains("qmp_capabilities"))
        #expect(!conversation.isIdle)
        let bytes =
            Array("{\"QMP\":{}}\n{\"return\":{}}\n".utf8) + line(Replies.status.json, id: 1)
            + line(Replies.guests.json, id: 2)
        var events: [TopEvent] = []
        for byte in bytes { events += try conversation.take([byte]) }
        #expect(events.count == 2)
        guard case .connected = events.first, case .sampled(let status, let guests) = events.last else {
            Issue.record("not a connection and a sample: \(events)")
            return
        }
        #expect(status == Replies.status && guests == Replies.guests.guests)
        #expect(conversation.isIdle)
        #expect(throws: ClientError.self) { try conversation.take(line([:], id: 2)) }
    }

    private func line(_ json: JSONValue, id: Int64) -> [UInt8] {
        JSONValue.object(["return": json, "id": .integer(id)]).encoded() + [10]
    }

    @Test("the past may be answered late: meanwhile the present is asked and answered as if nothing were open")
    func latePast() throws {
        var conversation = TopConversation()
        _ = conversation.ask([.past(QueryHistory(since: UnixTime(milliseconds: 0))), .explain("x")], isFirst: true)
        #expect(!conversation.isIdle && conversation.isRecalling)
        let greeting = Array("{\"QMP\":{}}\n{\"return\":{}}\n".utf8)
        let events = try conversation.take(greeting + line(Samples.explanation.json, id: 2))
        guard events.count == 2, case .explained("x", .success) = events[1] else {
            Issue.record("\(events)")
            return
        }
        #expect(conversation.isIdle && conversation.isRecalling && !conversation.awaitsChange)
        let past = try conversation.take(line(Samples.history.json, id: 1))
        guard case .recalled(guest: nil, let reply?) = past.first else {
            Issue.record("\(past)")
            return
        }
        #expect(reply == Samples.history && !conversation.isRecalling)
    }

    @Test("a refusal belongs to the change that was refused, and the conversation goes on")
    func refusal() throws {
        var conversation = TopConversation()
        _ = conversation.ask([.pin(SetPin(guest: "x", target: .text("1G"))), .explain("x")], isFirst: true)
        #expect(conversation.awaitsChange)
        let error = "{\"id\":1,\"error\":{\"class\":\"PermissionDenied\",\"desc\":\"only root\"}}\n"
        let gone = "{\"id\":2,\"error\":{\"class\":\"DeviceNotFound\",\"desc\":\"No guest 'x'\"}}\n"
        let events = try conversation.take(Array(("{\"QMP\":{}}\n{\"return\":{}}\n" + error + gone).utf8))
        guard events.count == 3, case .answered(.failure(let refused)) = events[1],
            case .explained("x", .failure(let unknown)) = events[2]
        else {
            Issue.record("\(events)")
            return
        }
        #expect(!conversation.awaitsChange)
        #expect(refused.description == "only root")
        #expect(unknown.description == "No guest 'x'")
    }
}
