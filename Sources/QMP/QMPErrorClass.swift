/// The `class` of a QMP error: the only part of it that programs may decide by.
///
/// Source: QEMU `qapi/error.json`, `QapiErrorClass`.
public enum QMPErrorClass: Sendable, Hashable {
    case genericError
    case commandNotFound
    case deviceNotActive
    case deviceNotFound
    /// A KVM feature is missing on the host.
    case kvmMissingCap
    /// A class this project does not know; treat as ``genericError``.
    case other(String)

    public init(name: String) {
        self =
            switch name {
            case "GenericError": .genericError
            case "CommandNotFound": .commandNotFound
            case "DeviceNotActive": .deviceNotActive
            case "DeviceNotFound": .deviceNotFound
            case "KVMMissingCap": .kvmMissingCap
            default: .other(name)
            }
    }

    /// As it goes over the wire.
    public var name: String {
        switch self {
        case .genericError: "GenericError"
        case .commandNotFound: "CommandNotFound"
        case .deviceNotActive: "DeviceNotActive"
        case .deviceNotFound: "DeviceNotFound"
        case .kvmMissingCap: "KVMMissingCap"
        case .other(let name): name
        }
    }
}
