import BalloonKit
import Glibc
import Simulation

/// The configuration of a daemon for a served scenario: all as by default but where things are, and the guests' limits.
struct ServeConfiguration {
    let scenario: Scenario
    let directory: ServeDirectory
    /// Record every input and decision.
    let hasJournal: Bool

    var file: String { directory.path("balloond.toml") }

    func write() throws(ServeError) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ServeError("cannot make", file, errno) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw ServeError("cannot write", file, errno)
        }
    }

    private var text: String {
        """
        [discovery]
        sockets = ["\(directory.path("guests"))/*.sock"]
        [daemon]
        state-directory = "\(directory.path("state"))"
        control-socket = "\(directory.path("control.sock"))"
        lock-memory = false
        [journal]
        enabled = \(hasJournal)

        """ + scenario.guests.map(table).joined()
    }

    private func table(of guest: GuestPlan) -> String {
        let ceiling = guest.limits.ceiling.map { "\($0.bytes)B" } ?? "max"
        return """
            [guests."\(guest.name)"]
            floor = "\(guest.limits.floor.bytes)B"
            ceiling = "\(ceiling)"
            shares = \(guest.limits.shares)

            """
    }
}
