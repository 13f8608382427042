import BalloonKit
import ControlProtocol
import QMP
import Synchronization
import Testing

@testable import balloonctl

@Suite("reserve: room for guests to come")
struct ReserveTests {
    private static func room(
        _ state: String, free: Int64, asked: Int64 = 4096, _ change: (inout RoomReport) -> Void = { _ in }
    ) -> RoomReport {
        var room = RoomReport(
            asked: .mebibytes(asked), taken: .zero, room: .mebibytes(free), possible: .mebibytes(5000), state: state,
            remaining: .seconds(58), setBy: "root")
        change(&room)
        return room
    }

    private static func show(_ room: RoomReport, _ words: String..., asking expected: ControlRequest) throws -> Outcome
    {
        try FakeDaemon.run({ _ in .reply(room.json) }) { daemon in
            let outcome = balloonctl(words: ["reserve"] + words, to: daemon)
            #expect(daemon.requests == [expected])
            #expect(outcome.status == 0)
            return outcome
        }
    }

    private static func wait(_ looks: [RoomReport], _ options: String...) throws -> Outcome {
        let position = Mutex(0)
        return try FakeDaemon.run({ request in
            guard case .queryRoom = request else { return .reply(looks[0].json) }
            return position.withLock { index in
                defer { index += 1 }
                return .reply(looks[Swift.min(index, looks.count - 1)].json)
            }
        }) { daemon in balloonctl(words: ["reserve", "4G", "--wait"] + options, to: daemon) }
    }

    @Test("A size and a time go as typed, and the answer is one sentence")
    func asks() throws {
        let outcome = try Self.show(
            Self.room(RoomReport.making, free: 2150), "4G", "--for", "2m",
            asking: .reserve(ReserveRoom(size: .text("4G"), duration: .seconds(120))))
        #expect(
            outcome.out == "room of 4 GiB is being made: 2.1 GiB is free under the limit, to be held for 58s more\n")
    }

    @Test("Without a size it is shown, with what newcomers have taken")
    func shows() throws {
        let room = Self.room(RoomReport.held, free: 3500) { $0.taken = .gibibytes(1) }
        let outcome = try Self.show(room, asking: .queryRoom(QueryRoom()))
        #expect(
            outcome.lines == [
                "reserved  4 GiB by root, for 58s more", "taken     1 GiB by guests that came, 3 GiB is left to hold",
                "state     held, 3.4 GiB is free under the limit",
            ])
        let none = RoomReport(asked: .zero, taken: .zero, room: .gibibytes(1), possible: .gibibytes(2), state: "none")
        #expect(
            try Self.show(none, asking: .queryRoom(QueryRoom())).lines
                == ["reserved  nothing", "state     1 GiB is free under the limit"])
    }

    @Test("--release asks for nothing")
    func releases() throws {
        let none = RoomReport(asked: .zero, taken: .zero, room: .zero, possible: .zero, state: "none")
        let outcome = try Self.show(
            none, "--release", asking: .reserve(ReserveRoom(size: .bytes(.zero))))
        #expect(outcome.out == "nothing is reserved any more\n")
    }

    @Test("--wait shows each step and ends when the room is there")
    func waits() throws {
        let looks = [1024, 2150, 2150, 4500].map { Self.room($0 < 4096 ? "making" : "held", free: $0) }
        let outcome = try Self.wait(looks)
        #expect(outcome.status == 0)
        #expect(outcome.out == "room of 4 GiB is held for 58s more\n")
        #expect(
            outcome.err == """
                1 GiB of 4 GiB free under the limit (25 %)
                2.1 GiB of 4 GiB free under the limit (52 %)
                4 GiB of 4 GiB free under the limit (100 %)

                """)
    }

    @Test("What cannot be had ends with status 2 and says what is missing and what would help")
    func cannot() throws {
        let short = Self.room(RoomReport.short, free: 1024) {
            $0.reason =
                "1 GiB is free under the limit, guests hold 1 GiB idle; 2 GiB is missing. What would help: stop a guest"
        }
        let outcome = try Self.wait([Self.room(RoomReport.making, free: 1024), short])
        #expect(outcome.status == 2)
        #expect(outcome.out == "")
        #expect(
            outcome.err.contains("balloonctl: room of 4 GiB cannot be had: 1 GiB is free under the limit, guests hold"))
        #expect(outcome.err.contains("It stays reserved for 58s more; 'balloonctl reserve --release' ends it."))
    }

    @Test("Patience ends, and another's reservation is noticed")
    func ends() throws {
        let late = try Self.wait([Self.room(RoomReport.making, free: 1024)], "--timeout", "2s")
        #expect(late.status == 2)
        #expect(late.err.contains("after 2.0 s 1 GiB of 4 GiB is free under the limit; 4.9 GiB could be had."))
        let other = try Self.wait([
            Self.room(RoomReport.making, free: 1024), Self.room(RoomReport.making, free: 1024, asked: 512),
        ])
        #expect(other.status == 2)
        #expect(other.err.contains("replaced or released meanwhile"))
    }

    @Test(
        "Wrong usage is told before anything is asked",
        arguments: [["--release", "4G"], ["--wait"], ["4"], ["--for", "1m"]])
    func usage(words: [String]) throws {
        try FakeDaemon.run({ _ in .silence }) { daemon in
            #expect(balloonctl(words: ["reserve"] + words, to: daemon).status == 64)
            #expect(daemon.requests.isEmpty)
        }
    }

    @Test("status shows it in a line")
    func inStatus() throws {
        var status = Replies.status
        status.room = Self.room(RoomReport.held, free: 4500)
        let json = status.json
        try FakeDaemon.run({ _ in .reply(json) }) { daemon in
            let lines = balloonctl("status", to: daemon).lines
            #expect(
                lines.contains {
                    $0.hasPrefix("reserved")
                        && $0.hasSuffix("4 GiB by root, for 58s more: held, 4.4 GiB is free under the limit")
                })
        }
    }
}
