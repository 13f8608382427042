import BalloonKit
import ControlProtocol
import QMP

/// A `set-limits` that was checked.
struct LimitsOrder {
    /// What operators have set for the guest from now on.
    private(set) var limits: OperatorLimits
    /// With the configuration's where operators have set nothing.
    let effective: GuestLimits

    /// - Throws: ``ControlFailure`` for a size that is none, a share of a maximum that is not known, shares out of range, and
    ///   a floor above the ceiling.
    init(
        _ command: SetLimits, before: OperatorLimits, sample: GuestSample, desk: OperatorDesk
    ) throws(ControlFailure) {
        limits = command.reset == true ? OperatorLimits() : before
        if let floor = command.floor { limits.floor = try Self.bytes(floor, of: sample) }
        if let ceiling = command.ceiling { limits.ceiling = try Self.ceiling(ceiling, of: sample) }
        if let shares = command.shares {
            guard GuestLimits.sharesRange.contains(shares) else {
                throw ControlFailure(.genericError, "shares are 1 to 50000, not \(shares)")
            }
            limits.shares = shares
        }
        effective = desk.applying(limits, to: sample.name, maximum: sample.maximum)
        guard limits != before, !limits.isEmpty, let ceiling = effective.ceiling else { return }
        guard effective.floor <= ceiling else {
            throw ControlFailure(
                .genericError, "the floor of \(effective.floor) is above the ceiling of \(ceiling)")
        }
    }

    /// `max` is no ceiling, also where the configuration has one: the largest amount stands for that.
    private static func ceiling(_ size: TypedSize, of sample: GuestSample) throws(ControlFailure) -> ByteCount {
        if let expression = try? size.expression(), expression == .maximum { return .max }
        return try bytes(size, of: sample)
    }

    private static func bytes(_ size: TypedSize, of sample: GuestSample) throws(ControlFailure) -> ByteCount {
        let expression: SizeExpression
        do {
            expression = try size.expression()
        } catch {
            throw ControlFailure(.genericError, error.description)
        }
        if case .bytes(let amount) = expression { return amount }
        guard let maximum = sample.maximum else {
            throw ControlFailure(
                .guestNotActive,
                "\(sample.name) has no known maximum now (\(sample.stateReason)): give an amount, such as 512M")
        }
        return expression.resolved(of: maximum)
    }
}
