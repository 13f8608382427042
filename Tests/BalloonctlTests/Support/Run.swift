import BalloonKit
import ControlSamples
import Glibc
import QMP

@testable import balloonctl

/// What a run of the program came to.
struct Outcome: Equatable {
    var status: Int32
    var out: String
    var err: String

    var lines: [String] { out.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast() }
}

/// What surrounds a run; by default pipes, not a terminal.
struct Surroundings {
    var socket: String?
    var width: Int?
    var height: Int?
    var hasColour = false
    var errorIsTerminal = false
}

/// Runs the program within this process, on a clock that only its own pauses move.
func balloonctl(_ arguments: String..., in surroundings: Surroundings) -> Outcome {
    run(arguments, in: surroundings)
}

func balloonctl(_ arguments: String..., to daemon: FakeDaemon) -> Outcome {
    run(arguments, in: Surroundings(socket: daemon.path))
}

func balloonctl(words arguments: [String], to daemon: FakeDaemon) -> Outcome {
    run(arguments, in: Surroundings(socket: daemon.path))
}

func balloonctl(words arguments: [String], in surroundings: Surroundings) -> Outcome {
    run(arguments, in: surroundings)
}

/// All runs are in one time zone, whatever the machine's is; as a rule, since a zone's file need not be there.
func useBerlin() { _ = berlin }
private let berlin: Void = {
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
    tzset()
}()

private func run(_ arguments: [String], in surroundings: Surroundings) -> Outcome {
    var out = ""
    var err = ""
    var clock = Duration.zero
    let console = Console(
        out: { out += $0 }, err: { err += $0 }, width: surroundings.width, height: surroundings.height,
        hasColour: surroundings.hasColour,
        errorIsTerminal: surroundings.errorIsTerminal)
    let context = Context(
        console: console, variable: { $0 == "BALLOOND_SOCKET" ? surroundings.socket : nil }, now: { clock },
        pause: { clock += $0 }, clockText: { "12:00:00" }, wallTime: { Samples.moment }, hostName: { "host1" })
    useBerlin()
    let status = Invocation.run(arguments, in: context)
    return Outcome(status: status, out: out, err: err)
}
