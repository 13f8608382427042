/// A QEMU in memory for tests of the tracker: takes request lines, gives answer lines. What it cannot answer it records.
struct ModelMachine {
    var name: String? = "web1"
    var running = true
    var status = "running"
    var base: UInt64 = 256 << 20
    /// Of `query-memory-devices`, as QEMU writes it.
    var memoryDevices = "[]"
    var actual: UInt64 = 256 << 20
    var devicePath: String? = "/machine/peripheral-anon/device[2]"
    var deviceType = "child<virtio-balloon-device>"
    var lastUpdate: Int64 = 100
    var stats = #"{"stat-available-memory": 104857600, "stat-free-memory": 52428800, "stat-swap-in": 0}"#
    var interval = 0
    var deflatesOnOOM = false
    /// Of `query-migrate`; nil for a QEMU that refuses it.
    var migration: String? = "{}"

    /// Whether it tells its disks, accelerator and processors.
    var tellsHardware = true

    private(set) var received: [String] = []
    private(set) var intervalsSet: [Int] = []

    static let greeting =
        #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}}"#

    private static let hardware = [
        (command: "query-block", value: "[]"), (command: "query-kvm", value: #"{"enabled": true, "present": true}"#),
        (command: "query-cpus-fast", value: #"[{"cpu-index": 0}]"#),
    ]

    static let allAbsent = #"{"stat-available-memory": 18446744073709551615, "stat-free-memory": 18446744073709551615}"#

    mutating func forgetReceived() { received = [] }

    func count(of text: String) -> Int { received.count { $0.contains(text) } }

    mutating func answer(_ line: String) -> String {
        received.append(line)
        let value = value(line)
        return (value.hasPrefix("!") ? #"{"error": \#(value.dropFirst())}"# : #"{"return": \#(value)}"#) + "\r\n"
    }

    private mutating func value(_ line: String) -> String {
        let refused = #"!{"class": "DeviceNotActive", "desc": "No balloon device has been activated"}"#
        if line.contains("qmp_capabilities") { return "{}" }
        if line.contains("query-name") { return name.map { #"{"name": "\#($0)"}"# } ?? "{}" }
        if line.contains("query-status") {
            return #"{"status": "\#(status)", "singlestep": false, "running": \#(running)}"#
        }
        if line.contains("query-migrate") {
            return migration ?? #"!{"class": "CommandNotFound", "desc": "The command has not been found"}"#
        }
        if line.contains("query-memory-size-summary") { return #"{"base-memory": \#(base), "plugged-memory": 0}"# }
        if line.contains("query-memory-devices") { return memoryDevices }
        if line.contains("query-balloon") { return devicePath == nil ? refused : #"{"actual": \#(actual)}"# }
        if line.contains("qom-list") { return list(line) }
        if tellsHardware, let hardware = Self.hardware.first(where: { line.contains($0.command) }) {
            return hardware.value
        }
        guard let devicePath, line.contains(devicePath) || line.contains(#""balloon""#) else {
            return #"!{"class": "DeviceNotFound", "desc": "Device not found"}"#
        }
        if line.contains("deflate-on-oom") { return "\(deflatesOnOOM)" }
        if line.contains("qom-set") { return set(line) }
        if line.contains("guest-stats-polling-interval") { return "\(interval)" }
        if line.contains("guest-stats") { return #"{"stats": \#(stats), "last-update": \#(lastUpdate)}"# }
        return "{}"
    }

    private func list(_ line: String) -> String {
        let container = line.contains("/machine/peripheral-anon") ? "/machine/peripheral-anon" : "/machine/peripheral"
        guard let devicePath, devicePath.hasPrefix(container + "/") else {
            return #"[{"name": "type", "type": "string"}]"#
        }
        let child = devicePath.dropFirst(container.count + 1)
        return #"[{"name": "type", "type": "string"}, {"name": "\#(child)", "type": "\#(deviceType)"}]"#
    }

    private mutating func set(_ line: String) -> String {
        let digits = line.split(separator: "\"value\":").last?.prefix { $0.isNumber } ?? ""
        interval = Int(digits) ?? -1
        intervalsSet.append(interval)
        return "{}"
    }
}
