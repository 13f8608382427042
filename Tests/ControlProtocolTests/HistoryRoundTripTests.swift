import BalloonKit
import ControlProtocol
import ControlSamples
import QMP
import Testing

@Suite("Questions about the past, and their replies")
struct HistoryRoundTripTests {
    private func sent<Value: ControlValue>(_ value: Value) throws -> Value {
        try Value(json: JSONValue(parsing: value.json.encoded()))
    }

    @Test("survive the wire with every field and with none of the optional ones")
    func replies() throws {
        #expect(try sent(Samples.moves) == Samples.moves)
        let bare = QueryMoves.Reply(moves: [Samples.bareMove])
        #expect(try sent(bare) == bare)
        #expect(try sent(Samples.history) == Samples.history)
        let none = QueryHistory.Reply(step: .seconds(1), pool: [])
        #expect(try sent(none) == none)
        #expect(try sent(Samples.period) == Samples.period)
        #expect(try sent(Samples.barePeriod) == Samples.barePeriod)
        let obstacle = Obstacle("pinned", "it is pinned", remedy: "remove it", command: "balloonctl unset a")
        #expect(try sent(obstacle) == obstacle)
    }

    @Test("times go as seconds since 1970, to the millisecond")
    func times() throws {
        let query = QueryHistory(guest: "a", since: UnixTime(milliseconds: 1_500), points: 10)
        #expect(String(decoding: query.json.encoded(), as: UTF8.self).contains(#""since_unix_seconds":1.5"#))
        #expect(try QueryHistory(json: query.json) == query)
        #expect(throws: FieldError.self) { try UnixTime(json: .real(.infinity)) }
    }
}
