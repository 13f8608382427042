import BalloonKit
import ControlProtocol
import QMP
import Testing

@Suite("Commands of the control socket")
struct CommandRoundTripTests {
    static let requests: [(ControlRequest, String)] = [
        (.queryStatus(QueryStatus()), "{}"),
        (.queryGuests(QueryGuests()), "{}"),
        (.queryGuests(QueryGuests(guest: "web1")), #"{"guest":"web1"}"#),
        (.setPin(SetPin(guest: "web1", target: .text("75%"))), #"{"guest":"web1","target":"75%"}"#),
        (
            .setPin(
                SetPin(
                    guest: "web1", target: .bytes(.gibibytes(1)), duration: .milliseconds(90_500), reason: "backup")),
            #"{"guest":"web1","target":1073741824,"for_seconds":90.5,"reason":"backup"}"#
        ),
        (.removePin(RemovePin(guest: "web1")), #"{"guest":"web1"}"#),
        (
            .setLimits(SetLimits(guest: "web1", floor: .text("256M"), ceiling: .text("max"), shares: 2000)),
            #"{"guest":"web1","floor":"256M","ceiling":"max","shares":2000}"#
        ),
        (.pause(Pause()), "{}"),
        (.resume(Resume(guest: "db")), #"{"guest":"db"}"#),
        (.explain(Explain(guest: "db")), #"{"guest":"db"}"#),
        (.queryKSM(QueryKSM()), "{}"),
        (.setKSM(SetKSM(action: .unmerge)), #"{"action":"unmerge"}"#),
        (.queryPolicy(QueryPolicy()), "{}"),
        (.usePolicy(UsePolicy(policy: "office-hours")), #"{"name":"office-hours"}"#),
        (.shadowPolicy(ShadowPolicy(policy: "tiers")), #"{"name":"tiers"}"#),
        (.shadowPolicy(ShadowPolicy()), "{}"),
        (.reinstatePolicy(ReinstatePolicy()), "{}"),
        (.queryPolicyDiff(QueryPolicyDiff()), "{}"),
        (
            .annotate(Annotate(guest: "web1", set: ["tier": "gold"], remove: ["owner"])),
            #"{"guest":"web1","set":{"tier":"gold"},"remove":["owner"]}"#
        ),
        (.annotate(Annotate(guest: "web1", set: [:])), #"{"guest":"web1","set":{}}"#),
        (.queryMoves(QueryMoves(guest: "web1", limit: 5)), #"{"guest":"web1","limit":5}"#),
        (
            .queryMoves(QueryMoves(guest: "db", since: UnixTime(milliseconds: 1500), limit: 5)),
            #"{"guest":"db","since_unix_seconds":1.5,"limit":5}"#
        ),
        (
            .queryHistory(QueryHistory(since: UnixTime(milliseconds: 1_000_500), points: 60)),
            #"{"since_unix_seconds":1000.5,"points":60}"#
        ),
        (.queryPeriod(QueryPeriod(since: UnixTime(milliseconds: 1500))), #"{"since_unix_seconds":1.5}"#),
        (
            .reserve(ReserveRoom(size: .text("4G"), duration: .milliseconds(90_500))),
            #"{"size":"4G","for_seconds":90.5}"#
        ),
        (.queryRoom(QueryRoom()), "{}"),
        (.queryHardware(QueryHardware(guest: "web1")), #"{"guest":"web1"}"#),
        (.reload(Reload()), "{}"),
        (.watch(Watch(enable: true)), #"{"enable":true}"#),
        (.listCommands(ListCommands()), "{}"),
    ]

    @Test("A request is written as the protocol says and read back the same", arguments: requests)
    func roundTrip(request: ControlRequest, text: String) throws {
        let command = request.command
        #expect(String(decoding: command.json.encoded(), as: UTF8.self) == text)
        let read = try JSONValue(parsing: Array(text.utf8))
        #expect(try ControlRequest(name: type(of: command).name, arguments: read) == request)
    }

    @Test("Every name of the list is known, and nothing else is")
    func names() throws {
        #expect(Set(Self.requests.map { type(of: $0.0.command).name }) == Set(ControlRequest.names))
        #expect(try ControlRequest(name: "quit", arguments: nil) == nil)
    }

    @Test("The list of commands has QEMU's shape, and every command that can be read")
    func listCommands() throws {
        let listed = try #require(ListCommands.reply.json.array).map { $0["name"]?.string }
        #expect(Set(listed) == Set(ControlRequest.names + ["qmp_capabilities"]))
        #expect(listed.count == ControlRequest.names.count + 1)
        #expect(try ListCommands.Reply(json: ListCommands.reply.json) == ListCommands.reply)
    }

    @Test("Absent and null arguments are no arguments")
    func absentArguments() throws {
        #expect(try ControlRequest(name: "query-guests", arguments: nil) == .queryGuests(QueryGuests()))
        #expect(try ControlRequest(name: "query-guests", arguments: .null) == .queryGuests(QueryGuests()))
        #expect(try ControlRequest(name: "pause", arguments: ["guest": nil]) == .pause(Pause()))
    }

    @Test("A misspelt argument is refused, because its value would be lost")
    func misspeltArgument() {
        #expect(throws: FieldError(path: "for_second", expected: "an argument of set-pin")) {
            try ControlRequest(name: "set-pin", arguments: ["guest": "a", "target": "1G", "for_second": 60])
        }
    }

    @Test("A missing argument and one of the wrong type are named")
    func badArguments() {
        #expect(throws: FieldError(path: "target", expected: "a value", isMissing: true)) {
            try ControlRequest(name: "set-pin", arguments: ["guest": "a"])
        }
        #expect(throws: FieldError(path: "enable", expected: "true or false")) {
            try ControlRequest(name: "watch", arguments: ["enable": 1])
        }
        #expect(throws: FieldError(path: "action", expected: "one of start, stop, auto, retune, unmerge")) {
            try ControlRequest(name: "set-ksm", arguments: ["action": "fly"])
        }
        #expect(throws: FieldError(path: "set.tier", expected: "a string")) {
            try ControlRequest(name: "annotate", arguments: ["guest": "a", "set": ["tier": 1]])
        }
        #expect(throws: FieldError(path: "policy", expected: "an argument of use-policy")) {
            try ControlRequest(name: "use-policy", arguments: ["name": "a", "policy": "b"])
        }
        #expect(throws: FieldError(path: "", expected: "an object")) {
            try ControlRequest(name: "pause", arguments: ["web1"])
        }
        #expect(throws: FieldError.self) {
            try ControlRequest(name: "set-pin", arguments: ["guest": "a", "target": 1.5])
        }
        #expect(throws: FieldError.self) {
            try ControlRequest(name: "set-pin", arguments: ["guest": "a", "target": "1G", "for_seconds": 1e300])
        }
    }

    @Test("What changes guests needs more rights than what only looks")
    func access() {
        let readable = Set(Self.requests.filter { $0.0.access == .read }.map { type(of: $0.0.command).name })
        #expect(
            readable == [
                "query-status", "query-guests", "explain", "query-ksm", "query-policy", "query-policy-diff", "watch",
                "query-commands", "query-moves", "query-history", "query-period", "query-reserved", "query-hardware",
            ])
    }

    @Test("Sizes mean what was typed; negative bytes are refused")
    func sizes() throws {
        #expect(try TypedSize.text("1.5GiB").expression() == .bytes(.mebibytes(1536)))
        #expect(try TypedSize.bytes(.mebibytes(5)).expression() == .bytes(.mebibytes(5)))
        #expect(throws: TextError.self) { try TypedSize.bytes(ByteCount(-1)).expression() }
        #expect(throws: TextError.self) { try TypedSize.text("512").expression() }
    }
}
