/// Why a plugin is not loaded.
public enum PolicyRefusal: String, Sendable, Hashable, CaseIterable {
    /// No such file, or one that cannot be read.
    case unreadable
    /// Neither root's nor the daemon's own, or others may write to it.
    case untrusted
    /// Not a shared library for this machine.
    case notALibrary = "not-a-library"
    /// It lacks one of the three functions that make a plugin.
    case notAPlugin = "not-a-plugin"
    /// Built against another number of the plugin interface.
    case wrongAPI = "wrong-api"
    /// Built by another compiler.
    case wrongToolchain = "wrong-toolchain"
    /// It carries a copy of the kit instead of sharing the host's.
    case ownKit = "own-kit"
    /// It needs a symbol that is nowhere.
    case missingSymbol = "missing-symbol"
    /// Its manifest cannot be used.
    case badManifest = "bad-manifest"
    /// The operator set a knob that it does not have, or out of range.
    case badKnobs = "bad-knobs"
}
