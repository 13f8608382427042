import BalloonKit
import ControlProtocol
import QMP

/// Waits for the two halves of a pin, the store's and QEMU's, and then answers once.
final class PinAnswer {
    private let order: PinOrder
    private let isDryRun: Bool
    private let completion: OperatorService.Completion
    private var wasStored: Bool?
    private var result: Result<Void, QMPError>?

    init(order: PinOrder, isDryRun: Bool, completion: @escaping OperatorService.Completion) {
        self.order = order
        self.isDryRun = isDryRun
        self.completion = completion
    }

    func stored(_ success: Bool) {
        wasStored = success
        answerWhenComplete()
    }

    func sent(_ result: Result<Void, QMPError>) {
        self.result = result
        answerWhenComplete()
    }

    private func answerWhenComplete() {
        guard let wasStored, let result else { return }
        var remarks = [order.adjusted].compactMap { $0 }
        if !wasStored { remarks.append("the pin could not be stored and ends with the next restart of balloond") }
        if isDryRun { remarks.append("dry run: nothing is sent or stored, and the pin is forgotten when it ends") }
        if case .failure(let error) = result {
            remarks.append("QEMU has not taken it yet (\(error)); it is sent again until it does")
        }
        completion(
            .success(
                SetPin.Reply(
                    guest: order.sample.name, target: order.target, actual: order.sample.actual,
                    maximum: order.sample.maximum, expiresIn: order.duration,
                    adjusted: remarks.isEmpty ? nil : remarks.joined(separator: "; "))))
    }
}
