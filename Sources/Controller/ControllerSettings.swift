import BalloonKit

/// The knobs of the controller. The defaults are meant to stay: each says when to touch it.
///
/// Values out of range are brought into it, so that no configuration can make a decision trap.
public struct ControllerSettings: Sendable, Hashable {
    /// Share of the pool that may be used, 0.10 ... 0.98, default 0.80. Lower it when the host needs room for work that
    /// starts faster than balloons inflate.
    public var limit: Double
    /// How far below the limit the high watermark lies, as a share of the pool, 0 ... 0.5, default 0.03. Widen it when guests burst
    /// faster than 3 % of the pool a second.
    public var highMargin: Double
    /// How far below the limit the low watermark lies, as a share of the pool, `highMargin` ... 0.5, default 0.08. Widen it to move
    /// memory less often.
    public var lowMargin: Double
    /// How far ahead the forecast looks: about the time from a decision to the memory being back, 0.1 ... 30 s, default
    /// 1.5 s. Raise it when guests are slow to inflate (few or busy processors).
    public var reactionTime: Duration
    /// What an ordinary guest keeps available beyond its working set, 0 ... 64 GiB, default 128 MiB; at most a quarter of a
    /// small guest, an eighth (up to 1 GiB) of a large one, more for a guest that was seen to burst. Less than the burst
    /// rate times about 2.5 s lets guests kill processes.
    public var reserve: ByteCount
    /// Statistics older than this are not acted upon, 1 s ... 1 h, default 3.5 s. Raise it with the polling interval.
    public var freshnessBound: Duration
    /// Moves smaller than this, or than 2 % of the guest, are not worth their disturbance, 0 ... 1 GiB, default 16 MiB.
    public var deadBand: ByteCount
    /// Share of a guest that one reclaim may take while nothing is urgent, 0.01 ... 1, default 0.125. The limit grows with
    /// urgency and is gone when the forecast crosses the line. Lower it for guests that suffer from cold caches.
    public var stepLimit: Double
    /// A guest is not moved the other way for so long without distress or urgency, 0 ... 1 h, default 10 s. Raise it
    /// when memory goes back and forth.
    public var coolDown: Duration
    /// The forecast must stay below the low mark for so long before slack goes back to guests, 0 ... 1 h, default 15 s.
    /// Raise it for loads that come in waves.
    public var calmTime: Duration
    public var ksm: KSMSettings

    public init() {
        limit = 0.80
        highMargin = 0.03
        lowMargin = 0.08
        reactionTime = .milliseconds(1500)
        reserve = .mebibytes(128)
        freshnessBound = .milliseconds(3500)
        deadBand = .mebibytes(16)
        stepLimit = 0.125
        coolDown = .seconds(10)
        calmTime = .seconds(15)
        ksm = KSMSettings()
    }

    /// The same settings with every value inside its documented range.
    public var normalized: ControllerSettings {
        var settings = self
        settings.limit = limit.bounded(0.10...0.98, default: 0.80)
        settings.highMargin = highMargin.bounded(0...0.5, default: 0.03)
        settings.lowMargin = lowMargin.bounded(settings.highMargin...0.5, default: 0.08)
        settings.reactionTime = reactionTime.bounded(.milliseconds(100), .seconds(30))
        settings.reserve = reserve.clamped(from: .zero, to: .gibibytes(64))
        settings.freshnessBound = freshnessBound.bounded(.seconds(1), .seconds(3600))
        settings.deadBand = deadBand.clamped(from: .zero, to: .gibibytes(1))
        settings.stepLimit = stepLimit.bounded(0.01...1, default: 0.125)
        settings.coolDown = coolDown.bounded(.zero, .seconds(3600))
        settings.calmTime = calmTime.bounded(.zero, .seconds(3600))
        settings.ksm.cpuLimit = ksm.cpuLimit.bounded(0.01...1, default: 0.20)
        return settings
    }

    /// The line and its marks for a pool of this size.
    public func watermarks(of total: ByteCount) -> Watermarks {
        Watermarks(
            limit: total.scaled(by: limit), high: total.scaled(by: max(0, limit - highMargin)),
            low: total.scaled(by: max(0, limit - lowMargin)))
    }
}

extension Double {
    func bounded(_ range: ClosedRange<Double>, default fallback: Double) -> Double {
        isNaN
            ? Swift.min(Swift.max(fallback, range.lowerBound), range.upperBound)
            : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}

extension Duration {
    func bounded(_ least: Duration, _ most: Duration) -> Duration { Swift.min(Swift.max(self, least), most) }
}
