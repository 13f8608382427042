import BalloonKit
import Glibc

@c(balloon_policy_api) public func policyAPI() -> UInt32 { PolicyPlugin.api }
@c(balloon_policy_toolchain) public func policyToolchain() -> UnsafePointer<CChar>? {
    UnsafePointer(strdup("Clang 1.0"))
}
@c(balloon_policy) public func policy() -> UnsafeMutableRawPointer { PolicyPlugin.export(Tried.self) }
