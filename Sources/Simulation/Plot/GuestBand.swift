import BalloonKit
import Charts
import Controller

/// One guest over time: what it sees, was told, needs and holds, with a mark for each command.
struct GuestBand {
    let guest: Course.Guest
    let moves: [Course.Move]
    /// Whether a mark tells its reason under the pointer.
    let hasTitles: Bool
    let frame: PlotFrame

    var elements: [MarkupElement] {
        let curves = PlotCurves(frame: frame)
        var elements: [MarkupElement] = [
            .rectangle("panel", frame), .path("resident", curves.area(points(\.resident))),
            .path("working", curves.line(points(\.workingSet))),
            .path("target", curves.line(points(\.target), isStepped: true)),
            .path("actual", curves.line(points(\.actual))),
            .text(Self.short(guest.name), x: 20, y: frame.y + 16, "name"),
            .text("of \(guest.maximum)", x: 20, y: frame.y + 32, "small"),
        ]
        if let actual = guest.moments.last?.actual {
            elements.append(
                .text("\(actual)", x: frame.right + 8, y: frame.y(at: share(actual) ?? 0) + 4, "small"))
        }
        return elements + moves.map(mark)
    }

    /// Down for a reclaim, up for a grant: the direction does not hang on a colour.
    private func mark(_ move: Course.Move) -> MarkupElement {
        let x = frame.x(at: move.time)
        let tip = frame.y(at: share(move.target) ?? 0)
        let tail = move.isReclaim ? tip - 8 : tip + 8
        let data =
            "M\(MarkupElement.number(x)) \(MarkupElement.number(tip))"
            + "L\(MarkupElement.number(x - 4.5)) \(MarkupElement.number(tail))"
            + "H\(MarkupElement.number(x + 4.5))Z"
        let attributes = [("class", "move \(MoveKind(move.reason).rawValue)"), ("d", data)]
        guard hasTitles else { return MarkupElement("path", attributes) }
        return MarkupElement(
            "path", attributes, [MarkupElement("title", text: "\(Self.clock(move.time)) \(move.sentence)")])
    }

    private func points(_ member: KeyPath<Course.GuestMoment, ByteCount?>) -> [PlotPoint] {
        guest.moments.map { PlotPoint(time: $0.time, value: $0[keyPath: member].flatMap(share)) }
    }

    private func share(_ amount: ByteCount) -> Double? {
        // A little room above, so that a guest at its maximum is a line to be seen.
        guest.maximum > .zero ? amount.fraction(of: guest.maximum) * 0.94 : nil
    }

    private static func short(_ name: String) -> String { name.count > 15 ? "\(name.prefix(14))…" : name }

    static func clock(_ time: Double) -> String { "\(Int64(exactly: time.rounded()) ?? 0) s:" }
}
