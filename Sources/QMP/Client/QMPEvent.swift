/// What a QEMU says unasked. Its time stamp is left out: it is the host's wall clock, and arrival tells as much.
///
/// Events are hints: each tells the caller where to look sooner, none is the only source of a fact.
///
/// Source: QMP `qapi/run-state.json`, `qapi/machine.json`, `qapi/migration.json`.
public enum QMPEvent: Sendable, Hashable {
    /// The balloon moved; at most one a second, the last state always comes. `actual` in bytes, nil when absurd.
    case balloonChange(actual: UInt64?)
    /// The guest was reset. QEMU sends 2-12 of these within 0.2 s of one reboot.
    case reset
    /// QEMU is about to end, or would but for `-no-shutdown`. `reason` as QEMU says it, for example `guest-shutdown`.
    case shutdown(reason: String)
    case stop
    case resume
    case powerdown
    case guestPanicked
    /// A device is gone; `path` is its place in the QOM tree.
    case deviceDeleted(device: String?, path: String?)
    /// A virtio-mem device changed its size, in bytes.
    case memoryDeviceSizeChange(id: String?, size: UInt64?)
    /// A migration changed state; `status` as QEMU says it.
    case migration(status: String)
    /// Any other, by name.
    case other(String)
}

extension QMPEvent {
    /// Reads an event; nil when the line names none.
    init?(_ line: JSONView) {
        guard let event = line["event"], event.isString else { return nil }
        // The one that comes often, first and without a String.
        if event.equals("BALLOON_CHANGE") {
            self = .balloonChange(actual: line["data"]?["actual"]?.size)
            return
        }
        guard let name = event.string.map(QMPText.bounded) else { return nil }
        self = QMPEvent(name: name, data: line["data"])
    }

    private init(name: String, data: JSONView?) {
        func text(_ view: JSONView?) -> String? { view?.string.map(QMPText.bounded) }
        switch name {
        case "RESET": self = .reset
        case "SHUTDOWN": self = .shutdown(reason: text(data?["reason"]) ?? "")
        case "STOP": self = .stop
        case "RESUME": self = .resume
        case "POWERDOWN": self = .powerdown
        case "GUEST_PANICKED": self = .guestPanicked
        case "DEVICE_DELETED": self = .deviceDeleted(device: text(data?["device"]), path: text(data?["path"]))
        case "MEMORY_DEVICE_SIZE_CHANGE":
            self = .memoryDeviceSizeChange(id: text(data?["id"]), size: data?["size"]?.size)
        case "MIGRATION": self = .migration(status: text(data?["status"]) ?? "")
        default: self = .other(name)
        }
    }
}
