import BalloonKit
import Foundation
import Logging

/// What operators and the configuration say about guests: the loop's own copy, written through to the store.
///
/// Memory is the truth while the daemon runs; a store that cannot be written costs a warning and the memory of the next
/// restart, never a decision. Confined to the event loop; the store is used on the worker only.
final class OperatorDesk {
    private var configuration: Configuration.Guests
    private var state: OperatorState
    private let store: OperatorStore
    private let worker: Worker
    private let logger: Logger
    private(set) var storeFailures: UInt64 = 0
    private(set) var pinsExpired: UInt64 = 0
    private var needsSync = false
    /// Called on the event loop when a pin ended by its own time.
    var onPinExpired: ((String, StoredPin) -> Void)?

    /// Begins with what the store holds.
    init(configuration: Configuration.Guests, store: OperatorStore, worker: Worker, logger: Logger) {
        self.configuration = configuration
        self.store = store
        self.worker = worker
        self.logger = logger
        state = store.state
    }

    var isPoolPaused: Bool { state.poolPause != nil }

    func reconfigure(_ configuration: Configuration.Guests) {
        self.configuration = configuration
    }

    // MARK: What the cycle asks

    /// Joins samples with what is said about each guest.
    func attach(to samples: [GuestSample], at now: Date) -> [Snapshot.Guest] {
        samples.map { sample in
            Snapshot.Guest(
                sample: sample, limits: limits(of: sample), pin: state.pins[sample.name]?.pin(at: now),
                isPaused: state.pauses[sample.name] != nil)
        }
    }

    /// The configuration's limits, with what an operator set over them.
    func limits(of sample: GuestSample) -> GuestLimits {
        let limits = configuration.limits(of: sample.name, maximum: sample.maximum)
        return state.limits[sample.name]?.applied(to: limits) ?? limits
    }

    /// What an operator set, without the configuration.
    func operatorLimits(of guest: String) -> OperatorLimits { state.limits[guest] ?? OperatorLimits() }

    /// Ends the pins whose time is over.
    func expirePins(at now: Date) {
        guard !state.pins.isEmpty else { return }
        let over = state.pins.filter { $0.value.hasExpired(at: now) }
        for (guest, pin) in over.sorted(by: { $0.key < $1.key }) {
            pinsExpired += 1
            change(.pin(guest: guest, nil))
            logger.notice("pin expired", metadata: ["guest": "\(guest)", "target": "\(pin.target)"])
            onPinExpired?(guest, pin)
        }
    }

    /// Once a cycle: what was stored since survives the loss of power from now on. Nobody waits for it.
    func syncStore() {
        guard needsSync else { return }
        needsSync = false
        let store = store
        worker.run({ try store.sync() }) { [weak self] result in
            guard let self, case .failure(let error) = result else { return }
            storeFailures += 1
            logger.error("settings may not survive a loss of power", metadata: ["error": "\(error)"])
        }
    }

    // MARK: What operators change

    /// - Parameter stored: told whether the change survives the daemon's death; the loss of power it survives a cycle later.
    func setPin(_ pin: StoredPin, of guest: String, stored: @escaping (Bool) -> Void) {
        change(.pin(guest: guest, pin), stored: stored)
    }

    /// True when there was one.
    func removePin(of guest: String) -> Bool {
        guard state.pins[guest] != nil else { return false }
        change(.pin(guest: guest, nil))
        return true
    }

    func setLimits(_ limits: OperatorLimits, of guest: String) {
        change(.limits(guest: guest, limits))
    }

    /// - Parameter pause: nil to resume.
    func setPause(_ pause: StoredPause?, of scope: PauseScope) {
        change(.pause(scope, pause))
    }

    private func change(_ change: OperatorChange, stored: @escaping (Bool) -> Void = { _ in }) {
        state.apply(change)
        needsSync = true
        let store = store
        worker.run({ try store.save(change) }) { [weak self] result in
            switch result {
            case .success: stored(true)
            case .failure(let error):
                self?.noteFailure(error)
                stored(false)
            }
        }
    }

    private func noteFailure(_ error: any Error) {
        storeFailures += 1
        logger.error(
            "the setting holds, but could not be stored: the next restart forgets it", metadata: ["error": "\(error)"])
    }
}

extension OperatorStore {
    /// Saves one change of any kind.
    func save(_ change: OperatorChange) throws(OperatorStoreError) {
        switch change {
        case .pin(let guest, let pin?): try setPin(pin, of: guest)
        case .pin(let guest, nil): _ = try removePin(of: guest)
        case .limits(let guest, let limits): try setLimits(limits, of: guest)
        case .pause(let scope, let pause): try setPause(pause, of: scope)
        }
    }
}
