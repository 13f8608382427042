import QMP
import Testing

struct ServerSessionTests {
    private static let version = QMPVersion(major: 1, minor: 2, micro: 3, package: "balloond")

    /// A session and what it told, requests answered by their own name.
    private struct Server {
        var session = QMPServerSession(version: ServerSessionTests.version)
        var told: [String] = []

        mutating func receive(_ text: String) {
            var events: [QMPServerEvent] = []
            session.receive(Array(text.utf8)) { events.append($0) }
            for event in events {
                switch event {
                case .write(let bytes): told.append(String(decoding: bytes.dropLast(2), as: UTF8.self))
                case .ready: told.append("ready")
                case .request(let request):
                    told.append("request \(request.command)")
                    let answer = session.reply(to: request, with: .object(request.arguments))
                    told.append(String(decoding: answer.dropLast(2), as: UTF8.self))
                }
            }
        }
    }

    @Test func `the greeting is what QMP clients expect`() throws {
        let greeting = QMPServerSession(version: Self.version).greeting()
        let text =
            #"{"QMP":{"version":{"qemu":{"micro":3,"minor":2,"major":1},"package":"balloond"},"capabilities":[]}}"#
        #expect(greeting == Array(text.utf8) + [13, 10])
    }

    @Test func `nothing is carried out before the negotiation, and it happens once`() {
        var server = Server()
        server.receive(#"{"execute":"list","id":1}"#)
        server.receive(#"{"execute":"qmp_capabilities","id":2}"#)
        server.receive(#"{"execute":"qmp_capabilities","id":3}"#)
        server.receive(#"{"execute":"list","arguments":{"a":[1]},"id":{"any":"json"}}"#)
        #expect(
            server.told == [
                #"{"error":{"class":"CommandNotFound","desc":"Expecting capabilities negotiation with 'qmp_capabilities'"},"id":1}"#,
                #"{"return":{},"id":2}"#, "ready",
                #"{"error":{"class":"CommandNotFound","desc":"Capabilities negotiation is already complete, command ignored"},"id":3}"#,
                "request list", #"{"return":{"a":[1]},"id":{"any":"json"}}"#,
            ])
    }

    @Test func `capabilities cannot be enabled`() {
        var server = Server()
        server.receive(#"{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}"#)
        #expect(!server.session.isReady)
        server.receive(#"{"execute":"qmp_capabilities","arguments":{"enable":[]}}"#)
        #expect(server.session.isReady)
    }

    @Test func `requests waiting for their answer are bounded`() {
        var session = QMPServerSession(version: Self.version, limits: QMPServerLimits(maximumOpenRequests: 2))
        session.receive(line(#"{"execute":"qmp_capabilities"}"#)) { _ in }
        var requests: [QMPServerRequest] = []
        var refusals = 0
        for _ in 0..<3 {
            session.receive(line(#"{"execute":"x"}"#)) { event in
                if case .request(let request) = event { requests.append(request) } else { refusals += 1 }
            }
        }
        #expect(requests.count == 2)
        #expect(refusals == 1)
        let refusal = session.refuse(requests[0], with: QMPServerError(.deviceNotFound, "no guest web1"))
        #expect(refusal == Array(#"{"error":{"class":"DeviceNotFound","desc":"no guest web1"}}"#.utf8) + [13, 10])
        #expect(session.openRequests == 1)
    }

    @Test func `requests too large or too deep are refused and the next is served`() {
        var server = Server()
        server.receive(#"{"execute":"qmp_capabilities"}"#)
        server.told = []
        server.receive(#"{"execute":""# + String(repeating: "x", count: 2 << 20) + "\"}\n")
        server.receive(
            #"{"execute":"x","id":"# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}\n")
        server.receive(#"{"execute":"y"}"#)
        #expect(server.told.count == 4)
        #expect(server.told[2] == "request y")
        #expect(server.session.counters.oversizeMessages == 1)
    }

    @Test func `an event carries its time`() {
        let event = QMPServerSession.event("LIMIT", data: ["usage": 1], at: .milliseconds(1500))
        let text = #"{"timestamp":{"seconds":1,"microseconds":500000},"event":"LIMIT","data":{"usage":1}}"#
        #expect(event == Array(text.utf8) + [13, 10])
    }

    @Test func `a client session and a server session understand each other`() throws {
        var server = QMPServerSession(version: Self.version)
        var client = ClientTrace()
        client.session.start(at: .zero)
        var toServer: [UInt8] = []
        client.receive(server.greeting())
        toServer = line(#"{"execute":"qmp_capabilities"}"#)
        for command in ["first", "second"] {
            var toClient: [UInt8] = []
            var requests: [QMPServerRequest] = []
            server.receive(toServer) { event in
                if case .write(let bytes) = event { toClient += bytes }
                if case .request(let request) = event { requests.append(request) }
            }
            for request in requests { toClient += server.reply(to: request, with: .string(request.command)) }
            client.receive(toClient + QMPServerSession.event("STOP", at: .zero))
            let request = QMPRequest(command, ["size": .integer(.max)], id: command == "first" ? nil : 5)
            toServer = try client.session.send(request, tag: 1, deadline: .seconds(1))
        }
        #expect(
            client.events == [
                "greeting 1.2.3", #"write {"execute":"qmp_capabilities"}"#, "ready", "event stop", #"reply 1 "first""#,
                "event stop",
            ])
    }
}
