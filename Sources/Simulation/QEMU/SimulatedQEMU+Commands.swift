import BalloonKit
import QMP

extension SimulatedQEMU {
    static let version = QMPVersion(major: 7, minor: 2, micro: 22, package: "simulated")

    /// Carries one command out, all but `guest-stats`.
    ///
    /// - Throws: The refusal that QEMU would answer, in its words.
    mutating func execute(
        _ request: QMPServerRequest, _ guest: inout SimulatedGuest, at now: Moment
    ) throws(QMPServerError) -> JSONValue {
        switch request.command {
        case "query-name": return ["name": .string(guest.plan.name)]
        case "query-version": return Self.version.json
        case "query-status":
            return ["status": isRunning ? "running" : "paused", "singlestep": false, "running": .bool(isRunning)]
        case "query-memory-size-summary":
            return ["base-memory": .integer(guest.plan.maximum.bytes), "plugged-memory": 0]
        case "query-memory-devices": return []
        case "query-balloon": return ["actual": .integer(actual.bytes)]
        case "balloon":
            let answer = try setBalloon(request.arguments, &guest)
            acceptedTargets += 1
            return answer
        case "qom-list": return try listObject(request.arguments)
        case "qom-get": return try getProperty(request.arguments, guest)
        case "qom-set": return try setProperty(request.arguments, guest, at: now)
        default: throw .commandNotFound(request.command)
        }
    }

    func asksStatistics(_ request: QMPServerRequest) -> Bool {
        request.command == "qom-get" && request.arguments["property"] == "guest-stats"
            && request.arguments["path"]?.string == devicePath
    }

    private func setBalloon(_ arguments: JSONObject, _ guest: inout SimulatedGuest) throws(QMPServerError) -> JSONValue
    {
        try only(["value"], in: arguments)
        let value = try integer("value", in: arguments)
        guard value > 0 else { throw QMPServerError("Parameter 'target' expects a size") }
        guest.setTarget(ByteCount(value))
        return [:]
    }

    private func listObject(_ arguments: JSONObject) throws(QMPServerError) -> JSONValue {
        try only(["path"], in: arguments)
        let path = try string("path", in: arguments)
        let type: JSONValue = ["name": "type", "type": "string"]
        switch path {
        case "/machine/peripheral", "/machine/peripheral-anon":
            guard devicePath.hasPrefix(path + "/") else { return [type] }
            let child = String(devicePath.dropFirst(path.count + 1))
            return [type, ["name": .string(child), "type": "child<virtio-balloon-pci>"]]
        case devicePath:
            return [
                type, ["name": "guest-stats", "type": "guest statistics"],
                ["name": "guest-stats-polling-interval", "type": "int"], ["name": "deflate-on-oom", "type": "bool"],
            ]
        default: throw QMPServerError(.deviceNotFound, "Device '\(path)' not found")
        }
    }

    private func getProperty(
        _ arguments: JSONObject, _ guest: SimulatedGuest
    ) throws(QMPServerError) -> JSONValue {
        try only(["path", "property"], in: arguments)
        let property = try deviceProperty(arguments)
        switch property {
        case "guest-stats-polling-interval": return .integer(interval)
        case "deflate-on-oom": return .bool(guest.plan.deflatesOnOOM)
        case "type": return "virtio-balloon-pci"
        default: throw QMPServerError("Property 'virtio-balloon-pci.\(property)' not found")
        }
    }

    private mutating func setProperty(
        _ arguments: JSONObject, _ guest: SimulatedGuest, at now: Moment
    ) throws(QMPServerError) -> JSONValue {
        try only(["path", "property", "value"], in: arguments)
        let property = try deviceProperty(arguments)
        guard property == "guest-stats-polling-interval" else {
            throw QMPServerError("Property 'virtio-balloon-pci.\(property)' not found")
        }
        let value = try integer("value", in: arguments)
        guard value >= 0 else { throw QMPServerError("timer value must be greater than zero") }
        guard value <= Int64(UInt32.max) else { throw QMPServerError("timer value is too big") }
        setInterval(value, guest, at: now)
        return [:]
    }

    private func deviceProperty(_ arguments: JSONObject) throws(QMPServerError) -> String {
        let path = try string("path", in: arguments)
        let property = try string("property", in: arguments)
        guard path == devicePath else { throw QMPServerError(.deviceNotFound, "Device '\(path)' not found") }
        return property
    }

    // MARK: Arguments

    private func only(_ known: [String], in arguments: JSONObject) throws(QMPServerError) {
        guard let unexpected = arguments.keys.first(where: { !known.contains($0) }) else { return }
        throw QMPServerError("Parameter '\(unexpected)' is unexpected")
    }

    private func integer(_ name: String, in arguments: JSONObject) throws(QMPServerError) -> Int64 {
        guard let argument = arguments[name] else { throw QMPServerError("Parameter '\(name)' is missing") }
        guard case .integer(let value) = argument else {
            throw QMPServerError("Invalid parameter type for '\(name)', expected: integer")
        }
        return value
    }

    private func string(_ name: String, in arguments: JSONObject) throws(QMPServerError) -> String {
        guard let argument = arguments[name] else { throw QMPServerError("Parameter '\(name)' is missing") }
        guard let value = argument.string else {
            throw QMPServerError("Invalid parameter type for '\(name)', expected: string")
        }
        return value
    }
}

extension QMPServerError {
    fileprivate init(_ description: String) { self.init(.genericError, description) }
}
