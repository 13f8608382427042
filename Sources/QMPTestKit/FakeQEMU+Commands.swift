import QMP

extension FakeQEMU {
    static let version = QMPVersion(major: 7, minor: 2, micro: 22, package: "fake")

    /// Carries one command out.
    ///
    /// - Throws: the refusal that QEMU would answer, in its words.
    mutating func execute(_ request: QMPServerRequest) throws(QMPServerError) -> JSONValue {
        switch request.command {
        case "query-name": return ["name": .string(name)]
        case "query-version": return Self.version.json
        case "query-uuid": return ["UUID": "00000000-0000-0000-0000-000000000000"]
        case "query-status":
            let status: JSONValue = isRunning ? "running" : .string(pausedState)
            return ["status": status, "singlestep": false, "running": .bool(isRunning)]
        case "query-memory-size-summary":
            let base = maximum > plugged ? maximum - plugged : 0
            return ["base-memory": JSONValue(base), "plugged-memory": JSONValue(plugged)]
        case "query-memory-devices":
            if plugged == 0 { return [] }
            return [["type": "dimm", "data": ["id": "dimm0", "size": JSONValue(plugged)]]]
        case "query-memdev":
            return [["id": "pc.ram", "size": JSONValue(maximum), "merge": true, "share": false, "prealloc": false]]
        case "query-migrate": return migration.map { ["status": .string($0)] } ?? [:]
        case "query-balloon":
            try requireDevice()
            return ["actual": JSONValue(actual)]
        case "balloon": return try setBalloon(request.arguments)
        case "qom-list": return try listObject(request.arguments)
        case "qom-get": return try getProperty(request.arguments)
        case "qom-set": return try setProperty(request.arguments)
        default: throw .commandNotFound(request.command)
        }
    }

    private func requireDevice() throws(QMPServerError) {
        guard devicePath != nil else {
            throw QMPServerError(.deviceNotActive, "No balloon device has been activated")
        }
    }

    private mutating func setBalloon(_ arguments: JSONObject) throws(QMPServerError) -> JSONValue {
        guard let argument = arguments["value"] else {
            throw QMPServerError(.genericError, "Parameter 'value' is missing")
        }
        guard case .integer(let value) = argument else {
            throw QMPServerError(.genericError, "Invalid parameter type for 'value', expected: integer")
        }
        try requireDevice()
        guard value > 0 else { throw QMPServerError(.genericError, "Parameter 'target' expects a size") }
        setTarget(UInt64(value))
        return [:]
    }

    private func listObject(_ arguments: JSONObject) throws(QMPServerError) -> JSONValue {
        guard let path = arguments["path"]?.string else {
            throw QMPServerError(.genericError, "Parameter 'path' is missing")
        }
        let type: JSONValue = ["name": "type", "type": "string"]
        switch path {
        case "/machine/peripheral", "/machine/peripheral-anon":
            guard let devicePath, devicePath.hasPrefix(path + "/") else { return [type] }
            let child = String(devicePath.dropFirst(path.count + 1))
            return [type, ["name": .string(child), "type": .string(deviceType)]]
        case devicePath:
            return [
                type, ["name": "guest-stats", "type": "guest statistics"],
                ["name": "guest-stats-polling-interval", "type": "int"], ["name": "deflate-on-oom", "type": "bool"],
            ]
        default: throw QMPServerError(.deviceNotFound, "Device '\(path)' not found")
        }
    }

    private mutating func getProperty(_ arguments: JSONObject) throws(QMPServerError) -> JSONValue {
        let property = try deviceProperty(arguments)
        switch property {
        case "guest-stats-polling-interval": return .integer(Int64(interval))
        case "deflate-on-oom": return false
        case "type": return "virtio-balloon-pci"
        default: throw QMPServerError(.genericError, "Property 'virtio-balloon-pci.\(property)' not found")
        }
    }

    private mutating func setProperty(_ arguments: JSONObject) throws(QMPServerError) -> JSONValue {
        let property = try deviceProperty(arguments)
        guard property == "guest-stats-polling-interval" else {
            throw QMPServerError(.genericError, "Property 'virtio-balloon-pci.\(property)' not found")
        }
        guard case .integer(let value)? = arguments["value"] else {
            throw QMPServerError(.genericError, "Invalid parameter type for 'value', expected: integer")
        }
        guard value >= 0 else { throw QMPServerError(.genericError, "timer value must be greater than zero") }
        guard let seconds = UInt32(exactly: value) else {
            throw QMPServerError(.genericError, "timer value is too big")
        }
        setInterval(seconds)
        return [:]
    }

    private func deviceProperty(_ arguments: JSONObject) throws(QMPServerError) -> String {
        guard let path = arguments["path"]?.string, let property = arguments["property"]?.string else {
            throw QMPServerError(.genericError, "Parameter 'path' or 'property' is missing")
        }
        guard let devicePath, path == devicePath else {
            throw QMPServerError(.deviceNotFound, "Device '\(path)' not found")
        }
        return property
    }
}
