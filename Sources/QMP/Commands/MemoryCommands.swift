/// `query-memory-size-summary`.
///
/// Source: QMP `query-memory-size-summary`, `MemoryInfo`.
public struct QueryMemorySizeSummary: QMPCommand {
    public struct Summary: Sendable, Hashable {
        /// What `-m` gave, in bytes.
        public let base: UInt64
        /// DIMMs and virtio-mem together, in bytes. Only DIMMs count for the balloon: see ``QueryMemoryDevices``.
        public let plugged: UInt64?
    }

    public let name = "query-memory-size-summary"

    public init() {}

    public static func decode(_ reply: JSONView) throws(QMPError) -> Summary {
        guard let base = reply["base-memory"]?.size else { throw .malformedReply("base-memory is missing or negative") }
        return Summary(base: base, plugged: reply["plugged-memory"]?.size)
    }
}

/// `query-memory-devices`: memory plugged into the machine, by kind.
///
/// Source: QMP `query-memory-devices`, `MemoryDeviceInfo`.
public struct QueryMemoryDevices: QMPCommand {
    public struct Device: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            case dimm
            case nvdimm
            case virtioMem
            case virtioPMem
            case other(String)
        }

        public let kind: Kind
        public let id: String?
        /// Bytes; for virtio-mem what is plugged now. Nil when absurd.
        public let size: UInt64?

        /// Whether the balloon's maximum grows by it. virtio-mem's memory is beside the balloon.
        public var countsForBalloon: Bool { kind == .dimm || kind == .nvdimm }
    }

    public static let maximumDevices = 4096

    public let name = "query-memory-devices"

    public init() {}

    public static func decode(_ reply: JSONView) throws(QMPError) -> [Device] {
        guard reply.isArray, let count = reply.count, count <= maximumDevices else {
            throw .malformedReply("no list of bearable length")
        }
        var devices: [Device] = []
        reply.forEachElement { element in
            guard let type = element["type"]?.string else { return }
            let data = element["data"]
            devices.append(
                Device(
                    kind: Device.Kind(type: QMPText.bounded(type)), id: data?["id"]?.string.map(QMPText.bounded),
                    size: data?["size"]?.size))
        }
        return devices
    }
}

extension QueryMemoryDevices.Device.Kind {
    init(type: String) {
        self =
            switch type {
            case "dimm": .dimm
            case "nvdimm": .nvdimm
            case "virtio-mem": .virtioMem
            case "virtio-pmem": .virtioPMem
            default: .other(type)
            }
    }
}

/// `query-memdev`: the host memory behind the guest's RAM.
///
/// Source: QMP `query-memdev`, `Memdev`.
public struct QueryMemdev: QMPCommand {
    public struct Backend: Sendable, Hashable {
        /// Nil for the machine's own RAM in some versions.
        public let id: String?
        /// Bytes; nil when absurd.
        public let size: UInt64?
        /// Whether KSM may merge it as far as the backend goes; `-machine mem-merge=off` overrules it.
        public let merge: Bool?
        public let share: Bool?
        public let prealloc: Bool?
    }

    public let name = "query-memdev"

    public init() {}

    public static func decode(_ reply: JSONView) throws(QMPError) -> [Backend] {
        guard reply.isArray, let count = reply.count, count <= QueryMemoryDevices.maximumDevices else {
            throw .malformedReply("no list of bearable length")
        }
        var backends: [Backend] = []
        reply.forEachElement { element in
            guard element.isObject else { return }
            backends.append(
                Backend(
                    id: element["id"]?.string.map(QMPText.bounded), size: element["size"]?.size,
                    merge: element["merge"]?.bool, share: element["share"]?.bool, prealloc: element["prealloc"]?.bool))
        }
        return backends
    }
}
