import ControlProtocol
import QMP

/// The version of balloond, as `--version`, `query-status` and the greeting say it.
public enum DaemonVersion {
    public static let text = ProjectVersion.current

    /// QMP clients expect three numbers in a greeting.
    static let greeting: QMPVersion = {
        let numbers = text.split(separator: ".").map { Int($0) ?? 0 } + [0, 0, 0]
        return QMPVersion(major: numbers[0], minor: numbers[1], micro: numbers[2], package: "balloond \(text)")
    }()
}
