import BalloonKit
import ControlProtocol

/// The pool's figures as short sentences with a label each, the most important first.
struct PoolFacts {
    struct Fact: Hashable {
        var label: String
        var value: [Span]
    }

    /// Rows that all of them take under one another, with the bar of usage.
    static let mostRows = 9

    let status: StatusReport
    let glyphs: Glyphs

    /// - Parameter isLadder: whether there is room for all rungs, with the present one among them.
    func facts(isLadder: Bool) -> [Fact] {
        var facts: [Fact] = []
        if let pool = status.pool {
            facts.append(Fact(label: "Line", value: line(pool)))
            facts.append(Fact(label: "Forecast", value: forecast(pool)))
        }
        facts.append(Fact(label: "Rung", value: isLadder ? ladder : [Span(status.rung, ink(ofRung: status.rung))]))
        facts.append(Fact(label: "KSM", value: ksm))
        if let pool = status.pool {
            facts.append(Fact(label: "PSI", value: pressure(pool)))
            facts.append(Fact(label: "Swap", value: swap(pool)))
        }
        facts.append(Fact(label: "Policy", value: policy))
        return facts
    }

    private func line(_ pool: PoolReport) -> [Span] {
        let headroom = pool.total.scaled(by: pool.limit) - pool.used
        let room =
            headroom < .zero
            ? Span("\(headroom.magnitude) over", .danger) : Span("\(headroom) headroom", .plain)
        let marks = "\(Self.whole(pool.lowWatermark))\(glyphs.range)\(Self.whole(pool.highWatermark)) %"
        return [Span("\(Self.whole(pool.limit)) %", .bold), Span(", "), room, Span(", marks \(marks)", .quiet)]
    }

    private func forecast(_ pool: PoolReport) -> [Span] {
        guard let predicted = pool.predicted else { return [Span("none yet", .quiet)] }
        let share = predicted.fraction(of: pool.total)
        let ink: Ink = share > pool.limit ? .danger : share > pool.highWatermark ? .warning : .plain
        return [Span(Figures.percent(share), ink)] + slope(pool.slope)
    }

    private func slope(_ slope: ByteCount?) -> [Span] {
        guard let slope, slope.magnitude >= .kibibytes(64) else { return [Span(", steady", .quiet)] }
        let arrow = slope > .zero ? glyphs.rising : glyphs.falling
        return [Span(" \(arrow) \(slope.magnitude)/s", slope > .zero ? .plain : .quiet)]
    }

    private var ladder: [Span] {
        let rungs = ["normal", "reclaim", "merge", "squeeze", "saturated"]
        guard rungs.contains(status.rung) else { return [Span(status.rung)] }
        return rungs.enumerated().flatMap { index, rung in
            let isPresent = rung == status.rung
            let shown =
                isPresent && glyphs.isASCII ? "[\(rung)]" : isPresent ? "▸\(rung)" : rung
            let ink = isPresent ? ink(ofRung: rung).with(.bold) : .quiet
            return (index == 0 ? [] : [Span(" ", .quiet)]) + [Span(shown, ink)]
        }
    }

    private func ink(ofRung rung: String) -> Ink {
        switch rung {
        case "normal": .good
        case "reclaim", "merge": .accent
        case "squeeze": .warning
        case "saturated": .danger
        default: .plain
        }
    }

    private var ksm: [Span] {
        guard let ksm = status.ksm else { return [Span("not in this kernel", .quiet)] }
        let phase = ksm.phase ?? (ksm.run == 1 ? "scanning" : ksm.run == 2 ? "unmerging" : "stopped")
        let hold = ksm.hold.map { ", held: \($0)" } ?? ""
        let saved = ksm.saved > .zero ? Span(", saves \(ksm.saved)", .good) : Span(", saves nothing", .quiet)
        return [Span(phase + hold, phase == "hurry" ? .accent : .plain), saved]
    }

    private func pressure(_ pool: PoolReport) -> [Span] {
        guard pool.pressureSome != nil || pool.pressureFull != nil else { return [Span("not measured", .quiet)] }
        let some = pool.pressureSome ?? 0
        let full = pool.pressureFull ?? 0
        let ink: Ink = full > 0.05 ? .danger : some > 0.05 ? .warning : .plain
        return [Span("some \(Figures.percent(pool.pressureSome)), full \(Figures.percent(pool.pressureFull))", ink)]
    }

    private func swap(_ pool: PoolReport) -> [Span] {
        guard let used = pool.swapUsed else { return [Span("not measured", .quiet)] }
        return used > .zero ? [Span("\(used) used", .warning)] : [Span("none", .plain)]
    }

    private var policy: [Span] {
        var spans = [Span(status.policy)]
        if let state = status.policyState, state != "running" { spans.append(Span(" \(state)", .warning)) }
        if let reason = status.policyReason { spans.append(Span(", stands in: \(reason)", .warning)) }
        if let shadow = status.shadowPolicy { spans.append(Span(", shadow \(shadow)", .quiet)) }
        return spans
    }

    /// `8: 7 fresh, 1 stale; 2 in distress, 1 pinned`
    static func guests(_ guests: [GuestReport]) -> [Span] {
        var counts: [String: Int] = [:]
        var (distressed, pinned) = (0, 0)
        // By index: a copy of each of thousands of reports costs more than looking at them.
        for index in guests.indices {
            counts[guests[index].state, default: 0] += 1
            if guests[index].isInDistress { distressed += 1 }
            if guests[index].pin != nil { pinned += 1 }
        }
        var spans = [Span("\(guests.count)", .bold)]
        for (index, state) in counts.keys.sorted().enumerated() {
            let isGood = state == "fresh"
            spans.append(Span(index == 0 ? ": " : ", "))
            spans.append(Span("\(counts[state] ?? 0) \(state)", isGood ? .plain : .warning))
        }
        if distressed > 0 { spans += [Span(", "), Span("\(distressed) in distress", .danger)] }
        if pinned > 0 { spans.append(Span(", \(pinned) pinned", .accent)) }
        return spans
    }

    /// 0.8 is `80`, 0.785 is `78.5`.
    static func whole(_ ratio: Double) -> String {
        let text = Figures.percent(ratio)
        let number = text.split(separator: " ").first.map(String.init) ?? text
        return number.hasSuffix(".0") ? String(number.dropLast(2)) : number
    }
}
