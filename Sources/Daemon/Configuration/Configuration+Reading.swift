import BalloonKit

extension Configuration {
    /// Reads texts in order, later ones win key by key; tables of the same guest merge.
    ///
    /// - Parameter files: name (for messages) and text of each file.
    /// - Throws: ``ConfigurationError`` with everything that is wrong in all of them.
    public init(files: [(name: String, text: String)]) throws(ConfigurationError) {
        var problems: [ConfigurationError.Problem] = []
        var documents: [ConfigurationDocument] = []
        for file in files {
            do throws(ConfigurationError.Problem) {
                documents.append(try ConfigurationDocument(file: file.name, text: file.text))
            } catch {
                problems.append(error)
            }
        }
        var reader = ConfigurationReader(documents)
        self.init(&reader)
        problems += reader.problems.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
    }

    /// Every key there is, dotted; `NAME` stands for a guest or a policy, `KEY` and `KNOB` for what has names of its own.
    public static var knownKeys: [String] {
        var reader = ConfigurationReader([])
        var configuration = Configuration(&reader)
        configuration.readGuest("NAME", &reader)
        configuration.readAnnotation("KEY", of: "NAME", &reader)
        configuration.readKnob("KNOB", of: "NAME", &reader)
        return reader.knownKeys.map { ConfigurationReader.dotted($0) }
    }

    private init(_ reader: inout ConfigurationReader) {
        self.init()
        readPool(&reader)
        readDiscovery(&reader)
        readGuests(&reader)
        readTiming(&reader)
        readPolicy(&reader)
        readKSM(&reader)
        readJournal(&reader)
        readHistory(&reader)
        readWeb(&reader)
        readDaemon(&reader)
        reader.reportUnknown(tables: openTables(reader))
        // What does not fit together is only worth saying once each value is right by itself.
        if reader.problems.isEmpty { checkWhole(&reader) }
    }

    /// Tables that may be empty.
    private func openTables(_ reader: ConfigurationReader) -> [[String]] {
        let guests = guests.named.keys.flatMap { [["guests", $0], ["guests", $0, "annotations"]] }
        let knobs = reader.names(below: ["policy", "knobs"]).map { ["policy", "knobs", $0] }
        return guests + knobs + [["guests"], ["policy", "knobs"]]
    }
}

extension Configuration {
    private mutating func readPool(_ reader: inout ConfigurationReader) {
        reader.read("pool", "kind", into: &pool.kind, as: .word)
        reader.read("pool", "cgroup", into: &pool.cgroup, as: .cgroup)
        reader.read("pool", "limit", into: &pool.limit, as: .percentage(Percentage(50)...Percentage(95)))
        let marks = Percentage(10)...Percentage(95)
        reader.read("pool", "high-watermark", into: &pool.chosenHighWatermark, as: .percentage(marks))
        reader.read("pool", "low-watermark", into: &pool.chosenLowWatermark, as: .percentage(marks))
    }

    private mutating func readDiscovery(_ reader: inout ConfigurationReader) {
        reader.read("discovery", "sockets", into: &discovery.sockets, as: .paths)
        reader.read("discovery", "shared-sockets", into: &discovery.sharedSockets, as: .paths)
        reader.read("discovery", "scan-proc", into: &discovery.scanProc, as: .boolean)
    }

    private mutating func readGuests(_ reader: inout ConfigurationReader) {
        reader.read("guests", "defaults", "floor", into: &guests.floor, as: .guestSize(allowsMaximum: false))
        reader.read("guests", "defaults", "ceiling", into: &guests.ceiling, as: .guestSize(allowsMaximum: true))
        reader.read("guests", "defaults", "shares", into: &guests.shares, as: .integer(GuestLimits.sharesRange))
        reader.read("guests", "defaults", "reserve", into: &guests.reserve, as: .size(.zero ... .gibibytes(64)))
        for name in reader.names(below: ["guests"]) where name != "defaults" && !reader.isGiven("guests", name) {
            readGuest(name, &reader)
        }
    }

    private mutating func readGuest(_ name: String, _ reader: inout ConfigurationReader) {
        var guest = Guest()
        reader.read("guests", name, "floor", into: &guest.floor, as: .guestSize(allowsMaximum: false))
        reader.read("guests", name, "ceiling", into: &guest.ceiling, as: .guestSize(allowsMaximum: true))
        reader.read("guests", name, "shares", into: &guest.shares, as: .integer(GuestLimits.sharesRange))
        reader.read("guests", name, "managed", into: &guest.managed, as: .boolean)
        guests.named[name] = guest
        guard !reader.isGiven("guests", name, "annotations") else { return }
        for key in reader.names(below: ["guests", name, "annotations"]) { readAnnotation(key, of: name, &reader) }
    }

    private mutating func readAnnotation(_ key: String, of guest: String, _ reader: inout ConfigurationReader) {
        var value: String?
        reader.read("guests", guest, "annotations", key, into: &value, as: ValueForm<String>.annotation(named: key))
        guests.named[guest]?.annotations[key] = value
    }

    private mutating func readTiming(_ reader: inout ConfigurationReader) {
        let deadlines = Duration.milliseconds(100)...Duration.seconds(60)
        let intervals = Duration.seconds(1)...Duration.seconds(60)
        reader.read("timing", "cycle", into: &timing.cycle, as: .duration(.milliseconds(250) ... .seconds(60)))
        reader.read("timing", "sensor", into: &timing.sensor, as: .duration(.milliseconds(50) ... .seconds(1)))
        reader.read(
            "timing", "statistics-interval", into: &timing.statisticsInterval,
            as: .duration(intervals, wholeSeconds: true))
        reader.read("timing", "greeting-deadline", into: &timing.greetingDeadline, as: .duration(deadlines))
        reader.read("timing", "command-deadline", into: &timing.commandDeadline, as: .duration(deadlines))
        reader.read("timing", "freshness", into: &timing.freshness, as: .duration(.seconds(1) ... .seconds(600)))
    }

    private mutating func readKSM(_ reader: inout ConfigurationReader) {
        reader.read("ksm", "mode", into: &ksm.mode, as: .word)
        reader.read("ksm", "cpu-limit", into: &ksm.cpuLimit, as: .percentage(Percentage(1)...Percentage(100)))
        reader.read("ksm", "on-exit", into: &ksm.onExit, as: .word)
    }

    private mutating func readJournal(_ reader: inout ConfigurationReader) {
        reader.read("journal", "enabled", into: &journal.enabled, as: .boolean)
        reader.read("journal", "path", into: &journal.path, as: .path())
        reader.read("journal", "max-size", into: &journal.maximumSize, as: .size(.mebibytes(1) ... .gibibytes(64)))
    }

    private mutating func readHistory(_ reader: inout ConfigurationReader) {
        reader.read("history", "enabled", into: &history.enabled, as: .boolean)
        reader.read(
            "history", "retention", into: &history.retention, as: .duration(.seconds(3600) ... .seconds(3650 * 86400)))
        reader.read("history", "max-size", into: &history.maximumSize, as: .size(.mebibytes(16) ... .gibibytes(64)))
    }

    private mutating func readDaemon(_ reader: inout ConfigurationReader) {
        reader.read("daemon", "state-directory", into: &daemon.stateDirectory, as: .path())
        // sun_path has 108 bytes with its end.
        reader.read("daemon", "control-socket", into: &daemon.controlSocket, as: .path(longest: 107))
        reader.read("daemon", "control-mode", into: &daemon.controlMode, as: .permissions)
        reader.read("daemon", "control-group", into: &daemon.controlGroup, as: ValueForm<String?>.group)
        reader.read("daemon", "admin-group", into: &daemon.adminGroup, as: ValueForm<String?>.group)
        reader.read("daemon", "on-stop", into: &daemon.onStop, as: .word)
        reader.read("daemon", "log-level", into: &daemon.logLevel, as: .word)
        reader.read("daemon", "dry-run", into: &daemon.dryRun, as: .boolean)
        reader.read("daemon", "lock-memory", into: &daemon.lockMemory, as: .boolean)
    }
}
