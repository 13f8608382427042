import ArgumentParser
import BalloonKit
import Glibc
import Simulation

/// `balloonsim serve`: a scenario in real time, on real sockets and files.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Plays one scenario in real time over real sockets and files, for a real daemon.",
        discussion: """
            Guests' QMP sockets, /proc and /sys of the simulated host lie in a directory of their own. With --run the daemon \
            is started on it, watched, and ended with the scenario; its figures are printed beside those of a simulated run \
            and of perfect foresight. Without, the command line to start one is printed, and the scenario begins when every \
            guest is connected. Ctrl-C ends it, and nothing is left behind.

            Exit status: 1 when the daemon cannot be run, or does not end in order.
            """)

    @Argument(help: "The scenario (see 'balloonsim list').")
    var name: String

    @Option(name: .customLong("run"), help: ArgumentHelp("Run this balloond on it.", valueName: "path"))
    var program: String?

    @Option(help: "End after so many seconds of the scenario.")
    var seconds: Double?

    @Option(help: "Spreads what the scenario leaves open, as the moments at which guests report.")
    var seed: UInt64 = 1

    @Flag(help: "One process serves all guests, so that what each holds cannot be told.")
    var oneProcess = false

    @Flag(help: "Print figures as one JSON object a run, a line each, with sizes in bytes.")
    var json = false

    @Flag(help: "Keep the directory, with log and journal.")
    var keep = false

    func validate() throws {
        if let seconds, !(seconds >= 1) { throw ValidationError("--seconds: 1 or more") }
    }

    func run() throws {
        guard var scenario = ScenarioCatalog.scenario(named: name) else {
            throw ValidationError("no scenario is called '\(name)'; 'balloonsim list' names all")
        }
        if let seconds { scenario.duration = min(scenario.duration, seconds) }
        if oneProcess { for index in scenario.guests.indices { scenario.guests[index].isMeasured = false } }
        Self.raiseDescriptorLimit(guests: scenario.guests.count)
        do {
            try serve(scenario)
        } catch let error as ServeError {
            Output.complain(error.description)
            throw ExitCode(1)
        }
    }

    private func serve(_ scenario: Scenario) throws {
        let directory = try ServeDirectory()
        defer { if keep { Output.complain("kept: \(directory.root)") } else { directory.remove() } }
        let configuration = ServeConfiguration(scenario: scenario, directory: directory, hasJournal: keep)
        try configuration.write()
        let arguments = [
            "--config", configuration.file, "--procfs", directory.path("proc"), "--sysfs", directory.path("sys"),
        ]
        let daemon = program.map { ServedDaemon($0, arguments, log: directory.path("log")) }
        let loop = try ServeLoop(
            ServedRun(scenario, seed: seed), in: directory, daemon: daemon, hasProcesses: !oneProcess)
        defer { loop.close() }
        if daemon == nil {
            print("start a daemon with:\n  balloond \(arguments.joined(separator: " "))")
            fflush(nil)
        }
        // Of a daemon that is still there when something fails.
        defer { daemon?.crash() }
        try loop.play()
        try daemon?.stop()
        report(loop, scenario)
        if loop.isInterrupted { throw ExitCode(130) }
    }

    /// Of a run that was interrupted, what it came to until then.
    private func report(_ loop: ServeLoop, _ scenario: Scenario) {
        let figures = loop.figures
        guard figures.seconds > 0 else { return }
        var played = scenario
        played.duration = figures.seconds
        let report = ServeReport(scenario: played, seed: seed, daemon: program, figures: figures, notes: loop.notes)
        print(json ? report.json : report.text)
    }

    /// Three a guest, its socket, its client and its process's file, and some to spare.
    private static func raiseDescriptorLimit(guests: Int) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, rlim_t(4 * guests + 64)))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
