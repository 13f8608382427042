/// What goes wrong between the daemon and one QEMU. Which answer suffers from what is drawn from the channel's seed.
public struct FaultPlan: Sendable, Hashable {
    /// Of the answers, the part that suffers, 0 ... 1.
    public var rate: Double
    /// One of these each time, evenly.
    public var kinds: [WireFault]
    /// From the first to the second of these times, in seconds since the scenario began; nil for always.
    public var during: ClosedRange<Double>?
    /// At the first of these times another client takes the socket over, at the second it leaves. Until then the daemon
    /// can connect and is not greeted.
    public var busy: [ClosedRange<Double>]

    public init(
        rate: Double = 0, of kinds: [WireFault] = WireFault.allCases, during: ClosedRange<Double>? = nil,
        busy: [ClosedRange<Double>] = []
    ) {
        self.rate = rate
        self.kinds = kinds
        self.during = during
        self.busy = busy
    }

    public static let none = FaultPlan()

    /// Whether answers may suffer at this time.
    func spoils(at time: Double) -> Bool { rate > 0 && !kinds.isEmpty && during?.contains(time) != false }
}
