/// How bad a finding is, worst first.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Something is lost, or will be: data, the line, or a guest's processes.
    case problem
    /// It works worse than it could, or will not work when it is needed.
    case warning
    /// Could be better.
    case advice

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
