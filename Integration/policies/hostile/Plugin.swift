import BalloonKit

// Every policy of this folder is a type `Hostile` in a file of its own, built together with this one.

@c(balloon_policy_api) public func policyAPI() -> UInt32 { PolicyPlugin.api }
@c(balloon_policy_toolchain) public func policyToolchain() -> UnsafePointer<CChar>? { PolicyPlugin.toolchain }
@c(balloon_policy) public func policy() -> UnsafeMutableRawPointer { PolicyPlugin.export(Hostile.self) }
