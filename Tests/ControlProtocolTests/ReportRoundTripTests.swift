import BalloonKit
import ControlProtocol
import ControlSamples
import QMP
import Testing

@Suite("Replies and events of the control socket")
struct ReportRoundTripTests {
    /// Through text, as between daemon and client.
    private func sent<Value: ControlValue>(_ value: Value) throws -> Value {
        try Value(json: JSONValue(parsing: value.json.encoded()))
    }

    @Test("Replies survive the wire with every field and with none of the optional ones")
    func replies() throws {
        #expect(try sent(Samples.status) == Samples.status)
        #expect(try sent(Samples.bareStatus) == Samples.bareStatus)
        #expect(try sent(Samples.guest) == Samples.guest)
        #expect(try sent(Samples.bareGuest) == Samples.bareGuest)
        let guests = QueryGuests.Reply(guests: [Samples.guest, Samples.bareGuest])
        #expect(try sent(guests) == guests)
        #expect(try sent(Samples.explanation) == Samples.explanation)
        #expect(try sent(Samples.ksm) == Samples.ksm)
        let noKSM = KSMReport(isAvailable: false, mode: "off")
        #expect(try sent(noKSM) == noKSM)
        #expect(try sent(EmptyReply()) == EmptyReply())
        let hardware = HardwareReport(
            guest: "web1", balloon: "/machine/peripheral/balloon0", answers: ["query-kvm": ["enabled": true]],
            failures: ["query-block": "no answer within the deadline"])
        #expect(try sent(hardware) == hardware)
        #expect(try sent(HardwareReport(guest: "web1")) == HardwareReport(guest: "web1"))
        #expect(try sent(Samples.room) == Samples.room)
        let noRoom = RoomReport(
            asked: .zero, taken: .zero, room: .mebibytes(-3), possible: .zero, state: RoomReport.none)
        #expect(try sent(noRoom) == noRoom)
    }

    @Test("Policies, their knobs and what a shadow would have done survive the wire")
    func policies() throws {
        #expect(try sent(Samples.policy) == Samples.policy)
        #expect(try sent(Samples.barePolicy) == Samples.barePolicy)
        #expect(try sent(Samples.policyDiff) == Samples.policyDiff)
        let bareDiff = PolicyDiffReport(
            active: "a", shadow: "b", cycles: 0, differing: 0, moved: .zero, shadowMoved: .zero)
        #expect(try sent(bareDiff) == bareDiff)
        let reply = PolicyReply(active: "tiers", shadow: "built-in", sentence: "tiers decides")
        #expect(try sent(reply) == reply)
        let annotated = Annotate.Reply(guest: "web1", annotations: ["tier": ""], remark: "the configuration's again")
        #expect(try sent(annotated) == annotated)
        // Who looks for a shadow or a stand-in finds that there is none.
        #expect(Samples.barePolicy.json["shadow"] == .null)
        #expect(Samples.barePolicy.json["stand_in"] == .null)
        #expect(Samples.policy.json["active"]?["knobs"]?[0]?["value"] == 37.5)
        #expect(Samples.policy.json["active"]?["round_seconds"] == 0.0012)
    }

    @Test("Receipts of changes survive the wire")
    func receipts() throws {
        let pin = SetPin.Reply(
            guest: "web1", target: .gibibytes(1), actual: .gibibytes(2), maximum: .gibibytes(4),
            expiresIn: .seconds(7200), adjusted: "raised to its floor")
        #expect(try sent(pin) == pin)
        let bare = SetPin.Reply(guest: "web1", target: .gibibytes(1))
        #expect(try sent(bare) == bare)
        let removed = RemovePin.Reply(guest: "web1", removed: false)
        #expect(try sent(removed) == removed)
        let limits = SetLimits.Reply(guest: "web1", floor: .mebibytes(256), ceiling: .gibibytes(2), shares: 500)
        #expect(try sent(limits) == limits)
    }

    @Test(
        "Events survive the wire under their names",
        arguments: [
            ControlEvent.cycle(CycleEvent(status: Samples.status, guests: [Samples.guest])),
            .decision(
                DecisionEvent(
                    cycle: 7, guest: "web1", action: "reclaim", actual: .gibibytes(2), target: .gibibytes(1),
                    reason: ReasonReport(code: "idle-memory", amount: .gibibytes(1), sentence: "1 GiB is idle"))),
            .guestState(GuestStateEvent(guest: "web1", state: .fresh)),
            .guestState(
                GuestStateEvent(guest: "web1", state: .socketBusy, previous: .silent, reason: "another client")),
            .pinExpired(PinExpiredEvent(guest: "web1", target: .gibibytes(1), reason: "backup", setBy: "root")),
            .rungChanged(
                RungChangedEvent(
                    rung: "merge", previous: "reclaim", reason: ReasonReport(code: "goal", sentence: "goal not met"))),
        ])
    func events(event: ControlEvent) throws {
        let data = try JSONValue(parsing: event.data.encoded())
        #expect(try ControlEvent(name: event.name, data: data) == event)
    }

    @Test("An event of a newer daemon is skipped")
    func unknownEvent() throws {
        #expect(try ControlEvent(name: "NUMA_MOVED", data: [:]) == nil)
    }

    @Test("A field of a newer daemon is ignored, wherever it stands")
    func unknownFields() throws {
        var json = Samples.status.json
        json["numa"] = ["nodes": 2]
        json["pool"]?["zram_bytes"] = 5
        #expect(try StatusReport(json: json) == Samples.status)
        var guest = Samples.guest.json
        guest["state"] = "dreaming"
        #expect(try GuestReport(json: guest).state == "dreaming")
    }

    @Test("Keys say their units: bytes and seconds")
    func keys() throws {
        let guest = Samples.guest.json
        #expect(guest["actual_bytes"] == 536_870_912)
        #expect(guest["statistics_age_seconds"] == 0.25)
        #expect(guest["pin"]?["remaining_seconds"] == 3600.0)
        #expect(Samples.status.json["pool"]?["usage"] == 0.75)
        #expect(Samples.ksm.json["sleep_milliseconds"] == 20)
        // A guest without a pin says so.
        #expect(Samples.bareGuest.json["pin"] == .null)
    }

    @Test("A field of the wrong type is an error that says where")
    func wrongType() {
        var json = QueryGuests.Reply(guests: [Samples.bareGuest, Samples.guest]).json
        guard var guests = json["guests"]?.array else {
            Issue.record("no list")
            return
        }
        guests[1]["pin"]?["target_bytes"] = "much"
        json["guests"] = .array(guests)
        #expect(throws: FieldError(path: "guests[1].pin.target_bytes", expected: "an integer of bytes")) {
            try QueryGuests.Reply(json: json)
        }
        #expect(FieldError(path: "cycle", expected: "a value", isMissing: true).description == "'cycle' is missing")
    }

    @Test("Nonsense that would overflow is an error, not a trap")
    func overflow() throws {
        #expect(throws: FieldError.self) { try Duration(json: 1e300) }
        #expect(throws: FieldError.self) { try ByteCount(json: 1e30) }
        #expect(throws: FieldError.self) { try UInt64(json: -1) }
        #expect(throws: FieldError.self) { try Int32(json: 4_294_967_296) }
        let settings: JSONValue = ["run": 1, "pages_to_scan": 1, "sleep_milliseconds": 9_223_372_036_854_775_807]
        #expect(try KSMSettings(json: settings).json["sleep_milliseconds"] == 9_223_372_036_854_775_807)
        #expect(Duration.seconds(Int64.max).json == .real(Double(Int64.max)))
    }

    @Test("Times are written without the noise of binary fractions")
    func durations() {
        #expect(String(decoding: Duration.microseconds(12_300).json.encoded(), as: UTF8.self) == "0.0123")
    }
}
