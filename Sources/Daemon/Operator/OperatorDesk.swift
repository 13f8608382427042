import BalloonKit
import Logging

/// What operators and the configuration say about guests: the loop's view, in memory, written through to the store.
///
/// Memory is the truth while the daemon runs; a store that cannot be written costs a warning and the memory of the next
/// restart, never a decision. Confined to the event loop; the store is used on the worker only.
final class OperatorDesk {
    private var configuration: Configuration.Guests
    private var records: OperatorRecords
    private let store: OperatorStore
    private let worker: Worker
    private let logger: Logger
    private(set) var storeFailures: UInt64 = 0
    private(set) var pinsExpired: UInt64 = 0
    /// Called on the event loop when a pin ended by its own time.
    var onPinExpired: ((String, PinRecord) -> Void)?

    init(
        configuration: Configuration.Guests, records: OperatorRecords, store: OperatorStore, worker: Worker,
        logger: Logger
    ) {
        self.configuration = configuration
        self.records = records
        self.store = store
        self.worker = worker
        self.logger = logger
    }

    var isPoolPaused: Bool { records.isPoolPaused }

    func reconfigure(_ configuration: Configuration.Guests) {
        self.configuration = configuration
    }

    // MARK: What the cycle asks

    /// Joins samples with what is said about each guest.
    func attach(to samples: [GuestSample], wallSeconds: Int64) -> [Snapshot.Guest] {
        var guests: [Snapshot.Guest] = []
        guests.reserveCapacity(samples.count)
        for sample in samples {
            guests.append(
                Snapshot.Guest(
                    sample: sample, limits: limits(of: sample), pin: pin(of: sample.name, wallSeconds: wallSeconds),
                    isPaused: records.pausedGuests.contains(sample.name)))
        }
        return guests
    }

    /// The configuration's limits, with what an operator set over them.
    func limits(of sample: GuestSample) -> GuestLimits {
        var limits = configuration.limits(of: sample.name, maximum: sample.maximum)
        guard let override = records.limits[sample.name] else { return limits }
        if let floor = override.floor { limits.floor = floor }
        if let ceiling = override.ceiling { limits.ceiling = ceiling }
        if let shares = override.shares { limits.shares = shares }
        return limits
    }

    func pin(of guest: String, wallSeconds: Int64) -> Pin? {
        records.pins[guest].map {
            Pin(
                target: $0.target, reason: $0.reason, setBy: $0.setBy,
                remaining: $0.expires.map { .seconds(max(0, $0 - wallSeconds)) })
        }
    }

    /// Ends the pins whose time is over; true when there was one.
    func expirePins(at wallSeconds: Int64) -> Bool {
        guard !records.pins.isEmpty else { return false }
        let expired = records.pins.filter { $0.value.hasExpired(at: wallSeconds) }
        for (guest, pin) in expired.sorted(by: { $0.key < $1.key }) {
            records.pins[guest] = nil
            pinsExpired += 1
            persist { try $0.removePin(guest: guest) }
            logger.notice("pin expired", metadata: ["guest": "\(guest)", "target": "\(pin.target)"])
            onPinExpired?(guest, pin)
        }
        return !expired.isEmpty
    }

    // MARK: What operators change

    func setPin(_ pin: PinRecord, for guest: String, stored: @escaping (Bool) -> Void) {
        records.pins[guest] = pin
        persist({ try $0.setPin(pin, guest: guest) }, completion: stored)
    }

    /// True when there was one.
    func removePin(of guest: String) -> Bool {
        guard records.pins.removeValue(forKey: guest) != nil else { return false }
        persist { try $0.removePin(guest: guest) }
        return true
    }

    func setLimits(_ limits: LimitRecord, for guest: String) {
        records.limits[guest] = limits
        persist { try $0.setLimits(limits, guest: guest) }
    }

    func limitRecord(of guest: String) -> LimitRecord { records.limits[guest] ?? LimitRecord() }

    /// - Parameter guest: nil for the whole pool.
    func setPaused(_ paused: Bool, guest: String?) {
        if let guest {
            if paused { records.pausedGuests.insert(guest) } else { records.pausedGuests.remove(guest) }
        } else {
            records.isPoolPaused = paused
        }
        persist { try $0.setPaused(paused, guest: guest) }
    }

    private func persist(
        _ change: @escaping @Sendable (OperatorStore) throws -> Void, completion: @escaping (Bool) -> Void = { _ in }
    ) {
        let store = store
        worker.run({ try change(store) }) { [weak self] result in
            if case .failure(let error) = result {
                self?.storeFailures += 1
                self?.logger.error(
                    "the setting holds, but could not be stored: the next restart forgets it",
                    metadata: ["error": "\(error)"])
            }
            if case .success = result { completion(true) } else { completion(false) }
        }
    }
}
