public import BalloonKit

/// What it takes to start a plugin.
public struct PolicyLaunch: Sendable, Hashable {
    /// Path of `balloon-policyhost`.
    public var host: String
    /// Path of the plugin. Whether it may be trusted is the caller's to ask: ``PolicyFile/verify(owner:)``.
    public var plugin: String
    /// What the operator has set of the plugin's knobs, by name.
    public var knobs: [String: Double]
    /// From the start to the manifest: loading a Swift module takes milliseconds, on a busy host a second.
    public var startDeadline: Duration
    /// Address space that the process may have; a policy for a thousand guests needs some 12 MB of memory in it.
    public var memory: ByteCount

    public init(
        host: String, plugin: String, knobs: [String: Double] = [:], startDeadline: Duration = .seconds(5),
        memory: ByteCount = .mebibytes(512)
    ) {
        self.host = host
        self.plugin = plugin
        self.knobs = knobs
        self.startDeadline = startDeadline
        self.memory = memory
    }
}
