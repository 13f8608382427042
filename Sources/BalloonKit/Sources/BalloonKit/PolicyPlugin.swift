public import CBalloonKit

/// What makes a Swift module a plugin. A plugin exports three functions, and nothing else is asked of it:
///
/// ```swift
/// @c(balloon_policy_api) public func policyAPI() -> UInt32 { PolicyPlugin.api }
/// @c(balloon_policy_toolchain) public func policyToolchain() -> UnsafePointer<CChar>? { PolicyPlugin.toolchain }
/// @c(balloon_policy) public func policy() -> UnsafeMutableRawPointer { PolicyPlugin.export(MyPolicy.self) }
/// ```
///
/// The first two are compiled into the plugin and answer for the kit and the compiler it was built with. They are asked
/// before any Swift object is touched, because nothing is promised about the layout of one from another compiler.
public final class PolicyPlugin: Sendable {
    /// The policy that the plugin is.
    public let type: any Policy.Type

    init(_ type: any Policy.Type) { self.type = type }

    /// The plugin interface's number. It changes when a plugin must be built anew; members that are added do not change it.
    @_alwaysEmitIntoClient
    public static var api: UInt32 { 1 }

    /// The compiler that builds the caller.
    @_alwaysEmitIntoClient
    public static var toolchain: UnsafePointer<CChar>? { balloon_toolchain() }

    /// Hands the policy to the host, which takes it over.
    public static func export(_ type: any Policy.Type) -> UnsafeMutableRawPointer {
        Unmanaged.passRetained(PolicyPlugin(type)).toOpaque()
    }
}
