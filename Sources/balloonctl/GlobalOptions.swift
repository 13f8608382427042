import ArgumentParser
import BalloonKit

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Where balloond listens, if not as usual.", valueName: "path"), completion: .file())
    var socket: String?

    /// Taken off before commands are parsed, see ``Invocation``; declared so that the tree of commands knows it.
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Ask the daemon of another host over ssh; given again, of several.", valueName: "host",
            visibility: .hidden))
    var host: [String] = []

    @Flag(name: .long, help: "Print the daemon's reply as JSON; sizes are bytes.")
    var json = false

    @Option(
        name: .long,
        help: ArgumentHelp("How long to wait (5s; with --wait 30s).", valueName: "time"),
        transform: parseTimeout)
    var timeout: Duration?

    func connection(in context: Context) -> ConnectionSettings {
        var settings = ConnectionSettings.default(in: context)
        if let socket { settings.socket = socket }
        if let timeout { settings.timeout = timeout }
        return settings
    }
}

private func parseTimeout(_ text: String) throws -> Duration {
    let span = try parseSpan(text)
    guard span > .zero else { throw ValidationError("a timeout of nothing: nothing could be answered in time") }
    return span
}

/// A span of time as typed, or the error that ArgumentParser shows.
func parseSpan(_ text: String) throws -> Duration {
    do {
        return try Duration(text: text)
    } catch {
        throw ValidationError(error.description)
    }
}

/// A size as typed, checked and kept as typed: what `75%` is of, only the daemon knows.
func checkSize(_ text: String) throws -> String {
    do {
        _ = try SizeExpression(text)
        return text
    } catch {
        throw ValidationError(error.description)
    }
}
