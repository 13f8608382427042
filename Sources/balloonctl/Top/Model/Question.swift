import BalloonKit
import ControlProtocol

/// What is asked before anything is sent: what would happen, in sentences, and the request.
struct Question: Hashable {
    var title: String
    var sentences: [String]
    var request: TopRequest

    /// - Parameters:
    ///   - guest: as it was reported last; nil when it is not known any more.
    ///   - isDryRun: the daemon sends nothing, but keeps the pin.
    static func pin(_ pin: SetPin, guest: GuestReport?, isDryRun: Bool) -> Question {
        let wanted = target(pin, guest)
        let span = pin.duration.map { "for \($0.text)" } ?? "until it is removed"
        var sentences = ["\(pin.guest) is pinned to \(amount(pin, wanted)) \(span), whatever the policy says."]
        if let wanted, let actual = guest?.actual { sentences.append(move(from: actual, to: wanted)) }
        if let wanted, let need = guest?.workingSet, wanted < need {
            sentences.append("That is \(need - wanted) less than its working set: it will have to swap or kill.")
        }
        if let floor = guest?.floor, let wanted, wanted < floor {
            sentences.append("That is under its floor of \(floor).")
        }
        if let old = guest?.pin { sentences.append("It takes the place of the pin to \(old.target) by \(old.setBy).") }
        if let state = guest?.state, state != "fresh" {
            sentences.append("It is \(state) now: this may take until it can be reached.")
        }
        if isDryRun { sentences.append("The daemon is in dry run: it keeps the pin and sends nothing.") }
        if let reason = pin.reason { sentences.append("Reason for others to see: \(reason)") }
        return Question(title: "Pin \(pin.guest)", sentences: sentences, request: .pin(pin))
    }

    static func unpin(_ guest: GuestReport) -> Question {
        var sentences = ["The policy decides about \(guest.name) again."]
        if let pin = guest.pin {
            let rest = pin.remaining.map { ", \(Figures.span($0)) before it would have expired" } ?? ""
            let why = pin.reason.map { " (\($0))" } ?? ""
            sentences.insert(
                "The pin of \(guest.name) to \(pin.target) by \(pin.setBy)\(why) is removed\(rest).", at: 0)
        }
        return Question(
            title: "Unpin \(guest.name)", sentences: sentences, request: .unpin(RemovePin(guest: guest.name)))
    }

    private static func target(_ pin: SetPin, _ guest: GuestReport?) -> ByteCount? {
        guard let expression = try? pin.target.expression() else { return nil }
        if case .bytes(let amount) = expression { return amount }
        return guest?.maximum.map { expression.resolved(of: $0) }
    }

    private static func amount(_ pin: SetPin, _ wanted: ByteCount?) -> String {
        guard case .text(let typed) = pin.target else { return wanted?.description ?? "?" }
        guard let wanted else { return typed }
        let isRelative = typed.hasSuffix("%") || typed.lowercased() == "max"
        return isRelative ? "\(typed), which is \(wanted)," : wanted.description
    }

    private static func move(from actual: ByteCount, to wanted: ByteCount) -> String {
        if wanted == actual { return "It has that much now." }
        return wanted < actual
            ? "It has \(actual) now: \(actual - wanted) is taken from it."
            : "It has \(actual) now: \(wanted - actual) is given to it."
    }
}
