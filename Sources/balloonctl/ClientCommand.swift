import ArgumentParser
import ControlProtocol
import QMP

/// A command that talks to the daemon.
protocol ClientCommand: ParsableCommand {
    var global: GlobalOptions { get }

    /// - Throws: ``ClientError``.
    func run(in context: Context) throws
}

extension ClientCommand {
    /// Asks one question and shows the answer: as it came with `--json`, else as `show` says it.
    func ask<Command: ControlCommand>(
        _ command: Command, guest: String? = nil, in context: Context, show: (Command.Reply) -> [String]
    ) throws {
        var client = try ControlClient(global.connection(in: context))
        let answer = try client.call(command, guest: guest)
        if global.json {
            context.console.print(answer.json.pretty())
        } else {
            context.console.print(lines: show(try answer.value()))
        }
    }
}

extension Console {
    /// Nothing for no lines.
    func print(lines: [String]) {
        if !lines.isEmpty { print(lines.joined(separator: "\n")) }
    }
}
