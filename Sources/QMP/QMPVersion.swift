/// The version a QMP server reports, in its greeting and through `query-version`.
///
/// Source: QMP `query-version`, `VersionInfo`.
public struct QMPVersion: Sendable, Hashable {
    public var major: Int
    public var minor: Int
    public var micro: Int
    /// The distributor's own version; often empty.
    public var package: String

    public init(major: Int, minor: Int, micro: Int, package: String = "") {
        self.major = major
        self.minor = minor
        self.micro = micro
        self.package = package
    }

    /// Reads `{"qemu": {"major": …, "minor": …, "micro": …}, "package": …}`; nil when a number is missing or absurd.
    public init?(_ view: JSONView) {
        guard let qemu = view["qemu"],
            let major = qemu["major"]?.int64, let minor = qemu["minor"]?.int64, let micro = qemu["micro"]?.int64,
            (0..<10_000).contains(major), (0..<10_000).contains(minor), (0..<10_000).contains(micro)
        else { return nil }
        self.init(
            major: Int(major), minor: Int(minor), micro: Int(micro),
            package: QMPText.bounded(view["package"]?.string ?? ""))
    }

    /// As QEMU writes it.
    public var json: JSONValue {
        [
            "qemu": [
                "micro": .integer(Int64(micro)), "minor": .integer(Int64(minor)), "major": .integer(Int64(major)),
            ],
            "package": .string(package),
        ]
    }
}

extension QMPVersion: CustomStringConvertible {
    public var description: String { "\(major).\(minor).\(micro)" }
}
