import BalloonKit

// What the host asks a plugin for: which interface, which compiler, and only then which policy.

@c(balloon_policy_api) public func policyAPI() -> UInt32 { PolicyPlugin.api }
@c(balloon_policy_toolchain) public func policyToolchain() -> UnsafePointer<CChar>? { PolicyPlugin.toolchain }
@c(balloon_policy) public func policy() -> UnsafeMutableRawPointer { PolicyPlugin.export(MyPolicy.self) }
