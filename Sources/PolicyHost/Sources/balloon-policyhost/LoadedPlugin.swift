import BalloonKit
import Glibc
import PolicyWire

/// A plugin in this process. It stays until the process ends: after `dlclose` the next dynamic cast would look through
/// metadata that is gone.
struct LoadedPlugin {
    private let handle: UnsafeMutableRawPointer

    /// Loads the plugin and asks it for its interface and its compiler, before any of its Swift objects is touched.
    ///
    /// - Throws: ``Refusal`` `missing-symbol`, `not-a-library`, `wrong-api` or `wrong-toolchain`.
    init(_ image: PluginImage) throws(Refusal) {
        // All symbols at once, so that a missing one is found here; visible to nobody else.
        guard let handle = dlopen(image.loadPath, RTLD_NOW | RTLD_LOCAL) else {
            let problem = dlerror().map { String(cString: $0) } ?? "the loader does not say why"
            throw LoaderMessage(problem, loadPath: image.loadPath).refusal
        }
        self.handle = handle
        try checkAPI()
        try checkToolchain()
    }

    private func checkAPI() throws(Refusal) {
        typealias Function = @convention(c) () -> UInt32
        // Unsafe because a symbol has no type: this one's is a promise that the plugin makes by exporting it.
        let api = unsafeBitCast(try function("balloon_policy_api"), to: Function.self)()
        guard api == PolicyPlugin.api else {
            throw Refusal(
                .wrongAPI,
                "it was built for plugin interface \(api), this balloond has \(PolicyPlugin.api): build it against the "
                    + "installed BalloonKit")
        }
    }

    private func checkToolchain() throws(Refusal) {
        typealias Function = @convention(c) () -> UnsafePointer<CChar>?
        // Unsafe as above.
        let stamp = unsafeBitCast(try function("balloon_policy_toolchain"), to: Function.self)()
        let theirs = stamp.map { String(cString: $0) } ?? "nothing"
        let ours = Self.toolchain
        guard theirs == ours else {
            throw Refusal(
                .wrongToolchain,
                "it was built by another compiler (\(theirs)) than balloond (\(ours)): build it with the same Swift")
        }
    }

    /// The compiler of this process and of the kit in it.
    static var toolchain: String { PolicyPlugin.toolchain.map { String(cString: $0) } ?? "nothing" }

    /// The plugin's own object.
    ///
    /// - Throws: ``Refusal`` `own-kit` when it is not of the kit that this process has.
    func plugin() throws(Refusal) -> PolicyPlugin {
        typealias Function = @convention(c) () -> UnsafeMutableRawPointer?
        // Unsafe as above. The plugin hands over an object that it holds once; kit and compiler are the host's, by its
        // stamps.
        guard let object = unsafeBitCast(try function("balloon_policy"), to: Function.self)(),
            let plugin = Unmanaged<AnyObject>.fromOpaque(object).takeRetainedValue() as? PolicyPlugin
        else {
            throw Refusal(
                .ownKit,
                "its policy is not of the host's BalloonKit: link libBalloonKit.so (-lBalloonKit), and export "
                    + "PolicyPlugin.export(...) as balloon_policy")
        }
        return plugin
    }

    private func function(_ name: String) throws(Refusal) -> UnsafeMutableRawPointer {
        guard let address = dlsym(handle, name) else { throw Refusal(.notAPlugin, "it does not export \(name)") }
        return address
    }
}
