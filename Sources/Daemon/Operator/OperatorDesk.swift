import BalloonKit
import Controller
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
    private var hasUnsavedChanges = false
    private var ksmRetunes: UInt64 = 0
    /// Not stored: a reservation ends by itself, within an hour at most.
    private(set) var room = RoomBook()
    /// Counts up with whatever is said about guests: a snapshot with another one is out of date.
    private(set) var generation: UInt64 = 0
    /// A dry run stores nothing: what is set holds in memory and is forgotten when the dry run ends, by a reload or with
    /// the daemon.
    var isDryRun = false {
        didSet { if oldValue, !isDryRun { forgetDryRun() } }
    }
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

    var ksmHold: StoredKSMHold? { state.ksmHold }
    var ksmOrder: KSMOrder { KSMOrder(hold: state.ksmHold?.hold, retunes: ksmRetunes) }

    func reconfigure(_ configuration: Configuration.Guests) {
        self.configuration = configuration
        generation &+= 1
    }

    // MARK: What the cycle asks

    /// Joins samples with what is said about each guest.
    func attach(to samples: [GuestSample], at now: Date) -> [Snapshot.Guest] {
        samples.map { sample in
            var guest = Snapshot.Guest(
                sample: sample, limits: limits(of: sample), pin: state.pins[sample.name]?.pin(at: now),
                isPaused: state.pauses[sample.name] != nil)
            guest.annotations = annotations(of: sample.name)
            return guest
        }
    }

    /// The configuration's annotations, with what an operator set over them.
    func annotations(of guest: String) -> [String: String] {
        Annotations.merged(configuredAnnotations(of: guest), with: operatorAnnotations(of: guest))
    }

    /// The configuration's limits, with what an operator set over them.
    func limits(of sample: GuestSample) -> GuestLimits {
        applying(operatorLimits(of: sample.name), to: sample.name, maximum: sample.maximum)
    }

    /// The configuration's limits with these in their places. Without a guest's maximum, percentages give the largest range.
    func applying(_ limits: OperatorLimits, to guest: String, maximum: ByteCount?) -> GuestLimits {
        var limits = limits.applied(to: configuration.limits(of: guest, maximum: maximum))
        if limits.ceiling == .max { limits.ceiling = nil }
        return limits
    }

    /// What guests that were cut get back before the end: their maximum or ceiling.
    func releases(of samples: [GuestSample]) -> [(sample: GuestSample, target: ByteCount)] {
        guard !isPoolPaused else { return [] }
        return samples.compactMap { sample in
            guard sample.state == .fresh || sample.state == .stale, !isPaused(sample.name), let actual = sample.actual,
                let maximum = sample.maximum
            else { return nil }
            let target = min(maximum, limits(of: sample).ceiling ?? maximum)
            return actual < target ? (sample, target) : nil
        }
    }

    func isManaged(_ guest: String) -> Bool { configuration.isManaged(guest) }

    func isPaused(_ guest: String) -> Bool { state.pauses[guest] != nil }

    /// What an operator set, without the configuration.
    func operatorLimits(of guest: String) -> OperatorLimits { state.limits[guest] ?? OperatorLimits() }

    /// What an operator set, without the configuration.
    func operatorAnnotations(of guest: String) -> [String: String] { state.annotations[guest] ?? [:] }

    /// What the configuration says, without operators.
    func configuredAnnotations(of guest: String) -> [String: String] { configuration.annotations(of: guest) }

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

    /// Once a cycle: who has come into reserved room, and whether its time is over.
    func followRoom(_ guests: [GuestSample], at now: MonotonicTime) {
        guard let ended = room.follow(guests, at: now) else { return }
        generation &+= 1
        logger.notice(
            "reserved room is released: its time is over",
            metadata: ["asked": "\(ended.asked)", "taken": "\(ended.taken)", "by": "\(ended.setBy)"])
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

    /// - Parameter annotations: all that operators say of the guest from now on; checked before.
    func setAnnotations(_ annotations: [String: String], of guest: String) {
        change(.annotations(guest: guest, annotations))
    }

    /// - Parameter pause: nil to resume.
    func setPause(_ pause: StoredPause?, of scope: PauseScope) {
        change(.pause(scope, pause))
    }

    /// - Parameter hold: nil to give it back to the daemon.
    func setKSMHold(_ hold: StoredKSMHold?) {
        change(.ksmHold(hold))
    }

    /// - Parameter reservation: nil releases what is held.
    func reserve(_ reservation: RoomReservation?) {
        room.reserve(reservation)
        generation &+= 1
    }

    /// Not stored: what is to be forgotten a restart forgets anyway.
    func retuneKSM() { ksmRetunes &+= 1 }

    private func change(_ change: OperatorChange, stored: @escaping (Bool) -> Void = { _ in }) {
        state.apply(change)
        generation &+= 1
        guard !isDryRun else { return stored(true) }
        needsSync = true
        let store = store
        worker.run({ try store.save(change) }) { [weak self] result in
            switch result {
            case .success:
                self?.hasUnsavedChanges = false
                stored(true)
            case .failure(let error):
                self?.noteFailure(error)
                stored(false)
            }
        }
    }

    /// Tries again to store what could not be stored; says so when it worked, and nothing when it did not.
    func retryStoring() {
        guard hasUnsavedChanges, !isDryRun else { return }
        let store = store
        worker.run({ try store.retry() }) { [weak self] result in
            guard let self, case .success = result else { return }
            hasUnsavedChanges = false
            logger.notice("all settings are stored again")
        }
    }

    private func forgetDryRun() {
        let store = store
        worker.run({ store.state }) { [weak self] result in
            if let self, case .success(let state) = result { self.state = state }
        }
    }

    private func noteFailure(_ error: any Error) {
        storeFailures += 1
        hasUnsavedChanges = true
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
        case .ksmHold(let hold): try setKSMHold(hold)
        case .annotations(let guest, let annotations): try setAnnotations(annotations, of: guest)
        }
    }
}
