import BalloonKit
import ControlProtocol

/// A pin being typed: how much, how long, why.
struct PinForm: Hashable {
    enum Field: Int, CaseIterable, Hashable {
        case size
        case duration
        case reason
    }

    /// Of the guest it is for, whatever row is selected meanwhile.
    let guest: String
    var size = TextField(limit: 20)
    var duration = TextField(limit: 20)
    var reason = TextField(limit: 200)
    var field = Field.size
    /// What is wrong with what was typed.
    var problem: String?

    init(guest: String) { self.guest = guest }

    /// What an answer to the form is.
    enum Outcome: Hashable {
        case editing
        case cancelled
        case complete(SetPin)
    }

    mutating func take(_ key: Key) -> Outcome {
        switch key {
        case .escape, .control("c"): return .cancelled
        case .tab, .down: step(1)
        case .backTab, .up: step(-1)
        case .enter:
            guard field == .reason else {
                if check(field) { step(1) }
                return .editing
            }
            return complete()
        default:
            if edit(key) { problem = nil }
        }
        return .editing
    }

    private mutating func edit(_ key: Key) -> Bool {
        switch field {
        case .size: size.take(key)
        case .duration: duration.take(key)
        case .reason: reason.take(key)
        }
    }

    private mutating func step(_ steps: Int) {
        let count = Field.allCases.count
        field = Field(rawValue: (field.rawValue + steps + count) % count) ?? .size
    }

    private mutating func complete() -> Outcome {
        for wrong in Field.allCases where !check(wrong) {
            field = wrong
            return .editing
        }
        return .complete(
            SetPin(
                guest: guest, target: .text(size.text), duration: span,
                reason: reason.text.allSatisfy { $0 == " " } ? nil : reason.text))
    }

    /// Whether what stands in a field can be read; says why not.
    private mutating func check(_ field: Field) -> Bool {
        problem = nil
        do throws(TextError) {
            switch field {
            case .size: _ = try SizeExpression(size.text)
            case .duration where !duration.text.isEmpty:
                guard try Duration(text: duration.text) > .zero else { throw TextError("a pin for no time at all") }
            case .duration, .reason: break
            }
        } catch {
            problem =
                size.text.isEmpty && field == .size ? "a size is missing: 512M, 1.5G, 75% or max" : error.description
        }
        return problem == nil
    }

    private var span: Duration? { duration.text.isEmpty ? nil : try? Duration(text: duration.text) }
}
