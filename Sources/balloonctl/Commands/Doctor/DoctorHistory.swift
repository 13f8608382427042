import BalloonKit
import ControlProtocol
import Doctor

/// Takes the history: gathers all facts that there are to be had, from the kernel and from the daemon.
struct DoctorHistory {
    let roots: DoctorRoots
    let connection: ConnectionSettings
    /// Whose QEMU is asked; nil for all.
    let guests: Set<String>?

    /// Between two readings of the processors' times.
    static let measuredSpan = Duration.seconds(1)

    /// Never throws: what cannot be found out is nil, and says why.
    func take(measuresProcessors: Bool, in context: Context) -> Facts {
        let began = context.now()
        let before = measuresProcessors ? ProcessorTimes.read(roots) : nil
        var host = HostReader(roots: roots).read()
        let reader = ProcessReader(roots: roots)
        let survey = reader.survey()
        host.managers = survey?.managers
        var guests = (survey?.machines ?? []).map { machine in
            var guest = QEMUCommandLine(machine.arguments).guest(named: "pid \(machine.pid)")
            reader.describe(&guest, pid: machine.pid)
            return guest
        }
        askDaemon(&host, &guests, reader: reader)
        guests.sort { $0.name < $1.name }
        if let before {
            let rest = Self.measuredSpan - (context.now() - began)
            if rest > .zero { context.pause(rest) }
            host.processorUsage = ProcessorTimes.read(roots)?.usage(since: before)
        }
        return Facts(host: host, guests: guests)
    }

    // MARK: The daemon

    private func askDaemon(_ host: inout HostFacts, _ guests: inout [GuestFacts], reader: ProcessReader) {
        host.daemon.socket = connection.socket
        if let ownership = ProcessReader.ownership(of: connection.socket) {
            host.daemon.socketGroup = ownership.group
            host.daemon.socketMode = ownership.mode
        }
        do throws(ClientError) {
            var client = try ControlClient(connection)
            let status = try client.call(QueryStatus()).value()
            host.daemon.isRunning = true
            host.daemon.take(status)
            host.daemon.locked = reader.locked(pid: status.pid)
            try take(client.call(QueryGuests()).value().guests, into: &guests, asking: &client)
        } catch {
            // Not running is something to tell; anything else is something not known.
            let isAbsent = error.code == .unavailable && host.daemon.isRunning == nil
            if isAbsent { (host.daemon.isRunning, host.daemon.socketMode) = (false, nil) }
            host.daemon.note = String(error.description.prefix { $0 != "\n" })
        }
    }

    /// Guests go together by the process; one that only the daemon knows is added.
    private func take(
        _ reports: [GuestReport], into guests: inout [GuestFacts], asking client: inout ControlClient
    ) throws(ClientError) {
        for report in reports {
            var guest = GuestFacts(name: report.name)
            if let index = guests.firstIndex(where: { isSame($0, report) }) {
                guest = guests.remove(at: index)
                guest.name = report.name
            } else if report.pid != nil {
                guest.blindSpots.append("its process is not to be seen")
            }
            guest.pid = report.pid ?? guest.pid
            guest.managed = ManagedFacts(report)
            if self.guests?.contains(report.name) ?? true { try ask(about: &guest, client: &client) }
            guests.append(guest)
        }
    }

    /// By the name only while the daemon knows no process: it calls a guest by its socket until QEMU has said its name.
    private func isSame(_ guest: GuestFacts, _ report: GuestReport) -> Bool {
        guard guest.managed == nil, guest.pid != nil else { return false }
        return report.pid.map { $0 == guest.pid } ?? (report.name == guest.name)
    }

    /// A guest that cannot be asked now is no reason to give up the others.
    private func ask(about guest: inout GuestFacts, client: inout ControlClient) throws(ClientError) {
        do throws(ClientError) {
            let report = try client.call(QueryHardware(guest: guest.name)).value()
            HardwareAnswers(balloon: report.balloon, answers: report.answers).correct(&guest)
            for (question, failure) in report.failures.sorted(by: { $0.key < $1.key }) {
                guest.blindSpots.append("its QEMU did not answer \(question): \(failure)")
            }
        } catch {
            guard case .refused = error.code else { throw error }
            guest.blindSpots.append("its QEMU was not asked: \(error.description)")
        }
    }
}

extension DaemonFacts {
    fileprivate mutating func take(_ status: StatusReport) {
        pid = status.pid
        isDryRun = status.isDryRun
        isPaused = status.isPaused
        poolTotal = status.pool?.total
        poolUsed = status.pool?.used
        limit = status.pool?.limit
    }
}

extension ManagedFacts {
    fileprivate init(_ report: GuestReport) {
        self.init(
            state: report.state, reason: report.stateReason, maximum: report.maximum, floor: report.floor,
            resident: report.resident, socket: report.socket, annotations: report.annotations)
    }
}
