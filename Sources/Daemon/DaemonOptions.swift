import HostMemory

/// What the command line says, as opposed to the configuration.
public struct DaemonOptions: Sendable {
    public var configurationFile: String
    public var roots: HostRoots
    /// Decide and explain, but send nothing; also when the configuration says otherwise.
    public var isDryRun: Bool
    /// Who decides.
    public var governors: GovernorFactory

    /// Path of `balloon-policyhost`; nil to look where it is installed.
    public var policyHost: String?

    /// Reads the configuration. Every key has a default, so the file may be absent as long as nobody named it.
    ///
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public func loadConfiguration() throws(ConfigurationError) -> Configuration {
        try Configuration.load(
            path: configurationFile, isRequired: configurationFile != Configuration.defaultPath)
    }

    public init(
        configurationFile: String, roots: HostRoots, isDryRun: Bool, governors: GovernorFactory = .controller
    ) {
        self.configurationFile = configurationFile
        self.roots = roots
        self.isDryRun = isDryRun
        self.governors = governors
    }
}
