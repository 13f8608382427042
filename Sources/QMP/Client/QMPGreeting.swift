/// The first line a QMP server sends.
///
/// Source: QEMU `docs/interop/qmp-spec.txt`, section "Server Greeting".
public struct QMPGreeting: Sendable, Hashable {
    /// Nil when the server did not say it in the form QEMU uses.
    public let version: QMPVersion?
    /// Whether the server offers out-of-band execution. This project never enables it: answers could then overtake each other.
    public let offersOutOfBand: Bool

    public init(version: QMPVersion?, offersOutOfBand: Bool) {
        self.version = version
        self.offersOutOfBand = offersOutOfBand
    }

    init(_ view: JSONView) {
        version = if let version = view["version"] { QMPVersion(version) } else { nil }
        var outOfBand = false
        view["capabilities"]?.forEachElement { if $0.equals("oob") { outOfBand = true } }
        offersOutOfBand = outOfBand
    }
}
