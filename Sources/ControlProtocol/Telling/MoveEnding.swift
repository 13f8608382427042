import BalloonKit

/// What came of a move, as the last clause of its sentence.
struct MoveEnding {
    private let move: MoveReport

    init(_ move: MoveReport) { self.move = move }

    var clause: String? {
        guard let outcome = move.outcome else { return "what came of it is not known yet" }
        switch outcome.state {
        case "arrived": return move.isReclaim ? given(outcome) : taken(outcome)
        case "partly": return partly(outcome)
        case "unmoved": return "it did not move" + within(outcome)
        case "superseded": return superseded(outcome)
        case "rejected": return "QEMU refused it" + (outcome.detail.map { ": \($0)" } ?? "")
        default: return "what came of it is not known" + (outcome.detail.map { ": \($0)" } ?? "")
        }
    }

    private func given(_ outcome: MoveOutcome) -> String {
        guard let fall = outcome.residentFall else {
            return outcome.after.map { "it was there \(Telling.span($0)) later" } ?? "it got there"
        }
        let moment = outcome.after.map { "\(Telling.span($0)) later" } ?? "afterwards"
        if fall > .zero { return "\(moment) its resident size had fallen \(fall)" }
        let standing = fall == .zero ? "had not fallen" : "had even grown \(fall.magnitude)"
        return "\(moment) it was there, yet its resident size \(standing)"
    }

    private func taken(_ outcome: MoveOutcome) -> String? {
        outcome.after.map { "it had it \(Telling.span($0)) later" }
    }

    private func partly(_ outcome: MoveOutcome) -> String {
        guard let change = change(outcome) else { return "it came only part of the way" + within(outcome) }
        var text = "it \(move.isReclaim ? "gave" : "took") \(change)" + within(outcome)
        if move.isReclaim, let fall = outcome.residentFall {
            text += fall > .zero ? ", and its resident size fell \(fall)" : ", and its resident size did not fall"
        }
        return text
    }

    private func superseded(_ outcome: MoveOutcome) -> String {
        let moment = outcome.after.map { " \(Telling.span($0)) later" } ?? ""
        return "another target took its place" + moment + (outcome.actual.map { ", when it had \($0)" } ?? "")
    }

    private func within(_ outcome: MoveOutcome) -> String { outcome.after.map { " within \(Telling.span($0))" } ?? "" }

    /// How far it moved in the direction that was meant; nil where it is not known.
    private func change(_ outcome: MoveOutcome) -> ByteCount? {
        guard let before = move.actual, let after = outcome.actual else { return nil }
        return (move.isReclaim ? before - after : after - before).clampedToZero
    }
}

extension MoveOutcome {
    /// By how much QEMU's resident size fell; negative where it grew, nil where it was not measured.
    public var residentFall: ByteCount? {
        guard let residentBefore, let residentAfter else { return nil }
        return residentBefore - residentAfter
    }
}
