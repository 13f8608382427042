import Controller

extension SwarmRun {
    /// The configuration of a seed's daemon: mostly the default, now and then without KSM or with another processor cap.
    public var settings: ControllerSettings {
        // A lot of its own, whose number leaves the seeds that are kept as they were.
        var random = SplitMix64(seed: seed ^ 0x636f_6e61)
        var settings = ControllerSettings()
        if random.happens(0.05) { settings.ksm.mode = .off }
        if random.happens(0.1) { settings.ksm.cpuLimit = random.pick([0.05, 0.1, 0.5], or: 0.1) }
        return settings
    }
}
