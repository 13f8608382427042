import QMP

/// The version of balloond, as `--version`, `query-status` and the greeting say it.
public enum DaemonVersion {
    public static let text = "0.1.0"

    /// QMP clients expect three numbers in a greeting.
    static let greeting = QMPVersion(major: 0, minor: 1, micro: 0, package: "balloond \(text)")
}
