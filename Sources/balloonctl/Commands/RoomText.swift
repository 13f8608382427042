import BalloonKit
import ControlProtocol

/// A reservation of room, in words.
enum RoomText {
    /// For example `room of 4 GiB is held for 58 s more`.
    static func sentence(_ room: RoomReport) -> String {
        switch room.state {
        case RoomReport.none: "nothing is reserved"
        case RoomReport.held: "room of \(room.left) is held\(time(room))"
        case RoomReport.used: "room of \(room.asked) was reserved, and guests that came have taken it"
        case RoomReport.expired:
            "room of \(room.asked) was reserved: \(Text.printable(room.reason ?? "its time is over"))"
        case RoomReport.short: shortfall(room)
        default:
            "room of \(room.left) is being made: \(room.room.clampedToZero) is free under the limit\(time(room, by: ", to be held"))"
        }
    }

    /// Why it cannot be had, and what would help.
    static func shortfall(_ room: RoomReport) -> String {
        "room of \(room.left) cannot be had: \(Text.printable(room.reason ?? "\(room.possible) is all there is"))"
    }

    static func fields(_ room: RoomReport) -> FieldList {
        var fields = FieldList()
        fields.add("reserved", reserved(room))
        if room.taken > .zero { fields.add("taken", "\(room.taken) by guests that came, \(room.left) is left to hold") }
        fields.add("state", state(room), style(room))
        return fields
    }

    /// In one line, for `status`.
    static func brief(_ room: RoomReport) -> String {
        "\(reserved(room)): \(state(room))"
    }

    static func style(_ room: RoomReport) -> Style {
        switch room.state {
        case RoomReport.held, RoomReport.used: .green
        case RoomReport.short: .red
        case RoomReport.making: .yellow
        default: .plain
        }
    }

    private static func reserved(_ room: RoomReport) -> String {
        guard room.state != RoomReport.none else { return "nothing" }
        let by = room.setBy.map { " by \($0)" } ?? ""
        return "\(room.asked)\(by)" + (room.remaining.map { ", for \(Figures.span($0)) more" } ?? "")
    }

    private static func state(_ room: RoomReport) -> String {
        let free = "\(room.room.clampedToZero) is free under the limit"
        return switch room.state {
        case RoomReport.none: free
        case RoomReport.held: "held, \(free)"
        case RoomReport.used: "used up by guests that came"
        case RoomReport.expired: room.reason ?? "its time is over"
        case RoomReport.short: "short: \(room.reason ?? free)"
        default: "\(room.state): \(free)"
        }
    }

    private static func time(_ room: RoomReport, by words: String = "") -> String {
        room.remaining.map { "\(words) for \(Figures.span($0)) more" } ?? ""
    }
}
