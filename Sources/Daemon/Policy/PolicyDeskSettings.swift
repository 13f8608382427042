import BalloonKit
import PolicySupervisor

/// What the configuration says about policies, and where plugins and their host are.
struct PolicyDeskSettings: Sendable, Hashable {
    /// The policy that decides: `built-in`, a plugin's name or its absolute path.
    var use = PolicyDesk.builtIn
    /// The policy that is asked and not followed; nil for none.
    var shadow: String?
    /// Where plugins are looked for, the first that has one counts. Absolute paths.
    var directories: [String] = []
    /// Path of `balloon-policyhost`; nil to look where it is installed.
    var host: String?
    /// From a question to the end of its answer, 10 ms ... 1 s.
    var deadline = Duration.milliseconds(50)
    /// Failures until quarantine, 1 ... 100.
    var failures = 5
    /// Address space of a plugin's process, 64 MiB ... 16 GiB.
    var memory = ByteCount.mebibytes(512)
    /// What is set of plugins' knobs, by the policy's name.
    var knobs: [String: [String: Double]] = [:]

    /// What it takes to start the plugin of this name.
    func origin(of name: String) -> PolicyOrigin {
        PolicyOrigin(
            name: name, directories: directories, host: host, memory: memory,
            knobs: knobs[name] ?? knobs[PolicyFile(name).name] ?? [:])
    }
}
