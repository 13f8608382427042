import BalloonKit

/// Works out a guest from its sample, its limits and its past.
struct Assessor: Sendable {
    let settings: ControllerSettings
    let isPoolPaused: Bool
    let now: MonotonicTime

    /// - Parameter resident: Guest RAM that occupies host memory, measured or presumed.
    func appraise(
        _ guest: borrowing Snapshot.Guest, holding resident: ByteCount?, _ track: inout GuestTrack
    ) -> Appraisal {
        let sample = guest.sample
        let isFresh = sample.state == .fresh && (sample.statisticsAge ?? .zero) <= settings.freshnessBound
        follow(sample, &track)
        track.statistics.see(sample.actual)
        if isFresh { track.statistics.take(sample, previous: track.last, at: now) }
        let obstacle = obstacle(guest, isFresh: isFresh)
        var mustWithdraw =
            [.fresh, .stale, .unmanaged].contains(sample.state) && track.progress.observe(sample, at: now)
        let mustRestore = isFresh && track.payoff.observe(sample, move: track.move, at: now)
        var assessment = GuestAssessment(name: sample.name)
        bounds(guest, &assessment)
        assessment.resident = resident
        assessment.isMovable = obstacle == nil
        let refusal = obstacle == nil ? refusal(sample, track) : nil
        assessment.canGive = obstacle == nil && refusal == nil
        let actual = sample.actual?.clampedToZero ?? .zero
        let available = track.statistics.availableNow(actual: actual)
        assessment.yield = track.yield.yield
        need(sample, track, available: isFresh ? available : nil, &assessment)
        let memory = TouchedMemory(assessment, of: guest)
        if assessment.workingSet != nil {
            assessment.idle = memory.returned(at: Swift.min(assessment.kept, memory.standing))
            track.yield.observe(sample, left: memory.touched, isGrowing: assessment.isGrowing)
        }
        if isStarvingUnderUnknownTarget(guest, obstacle, assessment), !track.progress.isBackedOff(at: now) {
            mustWithdraw = true
        }
        track.last = Reading(actual: sample.actual, resident: sample.residentRAM, time: now)
        return Appraisal(
            assessment: assessment, obstacle: obstacle, mayGrowUnseen: obstacle == .stale && isFree(guest),
            refusal: refusal, memory: memory,
            mustWithdraw: mustWithdraw, mustRestore: mustRestore, available: available)
    }

    /// What is known of moves under way, and whether the connection is still the same.
    private func follow(_ sample: GuestSample, _ track: inout GuestTrack) {
        let isDown = [.connecting, .socketBusy, .silent, .gone].contains(sample.state)
        if isDown || (track.hadTarget && sample.target == nil) { track.statistics.startAnew() }
        track.hadTarget = sample.target != nil
        track.move?.observe(sample, at: now)
        track.inflation.observe(sample.actual, at: now)
    }

    /// QEMU remembers a target of an earlier daemon but does not tell it. A guest with hardly anything left may be trying to
    /// reach it still.
    private func isStarvingUnderUnknownTarget(
        _ guest: borrowing Snapshot.Guest, _ obstacle: Reason.Code?, _ assessment: GuestAssessment
    ) -> Bool {
        let sample = guest.sample
        guard obstacle == nil || obstacle == .pinned, sample.target == nil, let actual = sample.actual,
            let maximum = sample.maximum, actual < maximum, actual <= assessment.ceiling ?? .zero,
            let available = sample.reported?.available
        else { return false }
        let isPinnedHigher = guest.pin.map { $0.target > actual } ?? false
        return available < ProgressTrack.lastPages && !isPinnedHigher
    }

    private func obstacle(_ guest: borrowing Snapshot.Guest, isFresh: Bool) -> Reason.Code? {
        switch guest.sample.state {
        case .connecting: return .connecting
        case .socketBusy: return .socketBusy
        case .unmanaged: return .unmanaged
        case .silent: return .silent
        case .gone: return .gone
        case .stale: return guest.sample.isRunning ? .stale : .notRunning
        case .fresh: break
        }
        if !guest.sample.isRunning { return .notRunning }
        if !isFresh { return .stale }
        guard let actual = guest.sample.actual, let maximum = guest.sample.maximum, actual > .zero, maximum > .zero
        else {
            return .unmanaged
        }
        if guest.pin != nil { return .pinned }
        if guest.isPaused { return .guestPaused }
        return isPoolPaused ? .poolPaused : nil
    }

    /// Known, and neither pinned nor paused by the operator.
    private func isFree(_ guest: borrowing Snapshot.Guest) -> Bool {
        guard let actual = guest.sample.actual, actual > .zero, guest.sample.maximum != nil else { return false }
        return guest.pin == nil && !guest.isPaused && !isPoolPaused
    }

    private func refusal(_ sample: GuestSample, _ track: GuestTrack) -> Reason.Code? {
        if let traits = sample.traits, !traits.returnsMemory { return .cannotGive }
        if track.payoff.cannotGive(at: now) { return .cannotGive }
        if track.progress.isBackedOff(at: now) { return .backedOff }
        guard track.statistics.workingSet != nil else { return .unmanaged }
        if let move = track.move, move.updates == sample.statisticsUpdates, sample.target == move.target {
            return .awaitingStatistics
        }
        return nil
    }

    private func bounds(_ guest: borrowing Snapshot.Guest, _ assessment: inout GuestAssessment) {
        guard let maximum = guest.sample.maximum ?? guest.sample.actual, maximum > .zero else { return }
        let ceiling = Swift.max(Swift.min(guest.limits.ceiling ?? maximum, maximum), .mebibytes(1))
        assessment.ceiling = ceiling
        assessment.floor = guest.limits.floor.clamped(from: .mebibytes(1), to: ceiling)
    }

    private func need(
        _ sample: GuestSample, _ track: GuestTrack, available: ByteCount?, _ assessment: inout GuestAssessment
    ) {
        let maximum = sample.maximum ?? sample.actual ?? .zero
        let ordinary = Swift.min(
            Swift.max(settings.reserve, Swift.min(maximum.scaled(by: 1.0 / 8), .gibibytes(1))), maximum.scaled(by: 0.25)
        )
        let lag = sample.statisticsInterval + .milliseconds(1500)
        let burst = Swift.min(track.statistics.fadedPeak(at: now).over(lag), maximum.scaled(by: 0.5))
        assessment.reserve = Swift.max(ordinary, burst)
        let seen = track.statistics.growthRate(sample.residentRAM, at: now)
        assessment.burstRate = Swift.max(track.statistics.burstRate, seen)
        guard let available, let claimed = track.statistics.workingSet else { return }
        let most = Swift.max(claimed, sample.actual ?? claimed)
        let workingSet = Swift.min(claimed + track.statistics.growth(sample.residentRAM), most)
        assessment.workingSet = workingSet
        // A guest that grows keeps what it would be granted: else the same memory goes back and forth.
        let reserves = assessment.isGrowing ? assessment.reserve.times(2) : assessment.reserve
        assessment.kept = Swift.max(assessment.floor ?? .zero, workingSet + reserves)
        let isBelowCeiling = (sample.actual ?? .zero) < (assessment.ceiling ?? .zero)
        // What it has come to need since its statistics, or what a target still inflates away, it is short of already.
        let coming = Swift.min(sample.actual ?? .max, sample.target ?? .max)
        let left = Swift.min(available, coming - workingSet)
        assessment.shortage = isBelowCeiling ? (assessment.reserve - left).clampedToZero : .zero
        assessment.isInDistress = isBelowCeiling && isInDistress(sample, track, available, assessment)
    }

    /// Little is available and it is going, or hardly anything is, or the guest has suffered for it, or taken balloon memory back.
    private func isInDistress(
        _ sample: GuestSample, _ track: GuestTrack, _ available: ByteCount, _ assessment: GuestAssessment
    ) -> Bool {
        let reserve = assessment.reserve
        if available < reserve.scaled(by: 0.25) { return true }
        if available < reserve.scaled(by: 0.5), assessment.isGrowing { return true }
        if track.statistics.isSuffering(at: now), available < reserve.times(2) { return true }
        guard sample.deflatesOnOOM, let target = sample.target, let actual = sample.actual,
            let before = track.last.actual
        else { return false }
        return actual > target + .mebibytes(4) && actual > before
    }
}
