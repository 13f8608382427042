import BalloonKit
import ControlProtocol
import QMP

/// A `set-pin` that was checked: what will be asked of which guest, and what was changed about it.
struct PinOrder {
    var sample: GuestSample
    var target: ByteCount
    var duration: Duration?
    var reason: String?
    /// What is different from what was asked, as a sentence.
    var adjusted: String?

    static let longestReason = 500

    /// - Throws: ``ControlFailure`` for a size that is none, for a target below the guest's floor, for a guest that is
    ///   not managed or has no balloon to move, and for a percentage of a maximum that is not known yet.
    init(_ command: SetPin, sample: GuestSample, desk: OperatorDesk) throws(ControlFailure) {
        self.sample = sample
        duration = command.duration
        reason = command.reason.map { String($0.prefix(Self.longestReason)) }
        guard desk.isManaged(sample.name) else {
            throw ControlFailure(
                .genericError, "\(sample.name) is not managed: its table in the configuration says managed = false")
        }
        guard let maximum = sample.maximum, sample.actual != nil else {
            throw ControlFailure(
                .guestNotActive, "\(sample.name) cannot be set now: \(sample.stateReason)")
        }
        if let duration, duration < .seconds(1) {
            throw ControlFailure(.genericError, "a pin lasts 1 s or longer, not \(duration.text)")
        }
        let asked: ByteCount
        do {
            asked = try command.target.expression().resolved(of: maximum)
        } catch {
            throw ControlFailure(.genericError, error.description)
        }
        let floor = min(desk.limits(of: sample).floor, maximum)
        guard asked >= floor else {
            throw ControlFailure(
                .genericError,
                "\(asked) is below the floor of \(sample.name), \(floor): lower that first "
                    + "(balloonctl limits \(sample.name) --min SIZE)")
        }
        target = min(asked, maximum).roundedDown(to: .page)
        if asked > maximum { adjusted = "\(sample.name) has \(maximum) at most, so that is its target" }
    }
}

extension PinOrder {
    /// What is done, in the words of ``Verdict/account``.
    func account(by operator: String) -> String {
        let change = target - (sample.actual ?? target)
        let act =
            change == .zero
            ? "held at \(target)"
            : change < .zero
                ? "cut \(change.magnitude) to \(target)" : "given \(change) and has \(target)"
        return "\(act): pinned by \(`operator`)" + (reason.map { ", \"\($0)\"" } ?? "")
    }
}
