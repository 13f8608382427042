import BalloonKit
import Controller

extension Configuration {
    /// `[policy]`: who decides, what a plugin may cost, and the knobs of the controller.
    public struct Policy: Sendable, Hashable {
        /// The built-in policy's name, a plugin's name, or a plugin's absolute path.
        public var use = BuiltInPolicy.manifest.name
        /// The policy that runs beside it and changes nothing; nil for none.
        public var shadow: String?
        /// Where plugins are looked for by name, in this order; absolute, 16 at most.
        public var directories = ["/etc/balloond/policies", "/usr/lib/balloond/policies"]
        /// A plugin must answer within it, 10 ms ... 1 s and at most one cycle; else the built-in policy decides.
        public var deadline = Duration.milliseconds(50)
        /// After so many failures in a row a plugin is quarantined, 1 ... 100.
        public var failures = 5
        /// Address space that a plugin's process may have, 64 MiB ... 16 GiB.
        public var memory = ByteCount.mebibytes(512)
        /// `[policy.knobs.NAME]`: what is set of a plugin's knobs, by policy and knob. The plugin checks names and ranges.
        public var knobs: [String: [String: Double]] = [:]

        /// How far ahead the forecast looks, 100 ms ... 30 s.
        public var reactionTime = Duration.milliseconds(1500)
        /// Smaller moves are not worth their disturbance, 0 ... 1 GiB.
        public var deadBand = ByteCount.mebibytes(16)
        /// Share of a guest that one unhurried reclaim may take, 1 % ... 100 %.
        public var stepLimit = Percentage(12.5)
        /// A guest is not moved the other way for so long without need, 0 ... 1 h.
        public var coolDown = Duration.seconds(10)
        /// The forecast must be low for so long before slack goes back, 0 ... 1 h.
        public var calmTime = Duration.seconds(15)
    }
}

extension Configuration {
    mutating func readPolicy(_ reader: inout ConfigurationReader) {
        let upToAnHour = Duration.zero...Duration.seconds(3600)
        reader.read("policy", "use", into: &policy.use, as: .policy)
        reader.read("policy", "shadow", into: &policy.shadow, as: ValueForm<String?>.policyOrNone)
        reader.read("policy", "directories", into: &policy.directories, as: .directories(most: 16))
        reader.read(
            "policy", "deadline", into: &policy.deadline, as: .duration(.milliseconds(10) ... .seconds(1)))
        reader.read("policy", "failures", into: &policy.failures, as: .integer(1...100))
        reader.read("policy", "memory", into: &policy.memory, as: .size(.mebibytes(64) ... .gibibytes(16)))
        reader.read(
            "policy", "reaction-time", into: &policy.reactionTime, as: .duration(.milliseconds(100) ... .seconds(30)))
        reader.read("policy", "dead-band", into: &policy.deadBand, as: .size(.zero ... .gibibytes(1)))
        reader.read("policy", "step-limit", into: &policy.stepLimit, as: .percentage(Percentage(1)...Percentage(100)))
        reader.read("policy", "cool-down", into: &policy.coolDown, as: .duration(upToAnHour))
        reader.read("policy", "calm-time", into: &policy.calmTime, as: .duration(upToAnHour))
        for name in reader.names(below: ["policy", "knobs"]) where !reader.isGiven("policy", "knobs", name) {
            readKnobs(of: name, &reader)
        }
    }

    private mutating func readKnobs(of policy: String, _ reader: inout ConfigurationReader) {
        self.policy.knobs[policy] = [:]
        for knob in reader.names(below: ["policy", "knobs", policy]) { readKnob(knob, of: policy, &reader) }
    }

    mutating func readKnob(_ knob: String, of policy: String, _ reader: inout ConfigurationReader) {
        var value: Double?
        reader.read("policy", "knobs", policy, knob, into: &value, as: .number)
        self.policy.knobs[policy, default: [:]][knob] = value
    }

    func checkPolicy(_ reader: inout ConfigurationReader) {
        if policy.deadline > timing.cycle {
            reader.report(["policy", "deadline"], "must not be longer than the cycle of \(timing.cycle.text)")
        }
        if policy.shadow == policy.use {
            reader.report(["policy", "shadow"], "decides already: name another policy, or \"\" for none")
        }
        let builtIn = BuiltInPolicy.manifest.name
        if policy.knobs[builtIn] != nil {
            reader.report(
                ["policy", "knobs", builtIn], "has no knobs of this kind: its knobs are the keys of [policy]")
        }
    }
}
