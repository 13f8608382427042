import ArgumentParser
import BalloonKit
import ControlProtocol
import Glibc
import QMP

struct TopCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Show the pool and its guests live, on a full screen.",
        discussion: """
            Usage against the line, and a row a guest with its memory drawn to scale. '?' tells the keys: sort, filter, \
            look into one guest, pin and unpin it.
            """)

    @Option(
        name: .long,
        help: ArgumentHelp("How often to look: 250ms to 60s (default: 1s).", valueName: "time"),
        transform: parseInterval)
    var interval: Duration = RefreshInterval.usual

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Order of the guests: \(GuestOrder.Key.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "column"),
        completion: .list(GuestOrder.Key.allCases.map(\.rawValue)), transform: parseOrder)
    var sort: GuestOrder.Key = .attention

    @Option(name: .long, help: ArgumentHelp("Show only guests with these words.", valueName: "words"))
    var filter = ""

    @Flag(name: .long, help: "Print one picture with all guests and end.")
    var once = false

    @Flag(name: .customLong("no-color"), help: "No colours, as with NO_COLOR.")
    var noColour = false

    @Flag(name: .long, help: "Draw with ASCII only.")
    var ascii = false

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        if once { return try TopOnce(settings(in: context), json: global.json).run(in: context) }
        if global.json {
            throw ClientError(
                .usage, "top shows no JSON: use 'balloonctl top --once --json' or 'balloonctl watch --json'")
        }
        let isDumb = ["", "dumb"].contains(context.variable("TERM") ?? "")
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, !isDumb else {
            let what = isDumb && isatty(STDOUT_FILENO) == 1 ? "a terminal that can move its cursor" : "a terminal"
            throw ClientError(
                .usage,
                """
                top needs \(what)
                'balloonctl watch' tells what happens line by line, 'balloonctl top --once' prints one picture.
                """)
        }
        let settings = settings(in: context)
        var run = try TopRun(settings, link: connected(settings.connection, in: context), in: context)
        run.run()
    }

    /// Who cannot be reached is told before the screen is taken over.
    private func connected(_ settings: ConnectionSettings, in context: Context) throws(ClientError) -> TopLink {
        let link = try TopLink(settings)
        guard let host = settings.link?.host.name else { return link }
        context.console.err("Connecting to \(host)...")
        defer { context.console.err("\r\u{1b}[K") }
        try link.awaitGreeting(by: context.now() + settings.timeout)
        return link
    }

    private func settings(in context: Context) -> TopSettings {
        TopSettings(
            connection: global.connection(in: context), interval: interval,
            palette: noColour ? .monochrome : .detected(variable: context.variable),
            glyphs: ascii ? .ascii : .detected(variable: context.variable), order: GuestOrder(key: sort),
            filter: GuestFilter(text: filter))
    }
}

private func parseInterval(_ text: String) throws -> Duration {
    let span = try parseSpan(text)
    guard span >= RefreshInterval.shortest, span <= RefreshInterval.longest else {
        throw ValidationError("an interval is from \(RefreshInterval.shortest.text) to 60s")
    }
    return span
}

private func parseOrder(_ text: String) throws -> GuestOrder.Key {
    if let key = GuestOrder.Key(rawValue: text.lowercased()) { return key }
    let near = nearest(to: text, among: GuestOrder.Key.allCases.map(\.rawValue))
    throw ValidationError(
        "there is no order '\(Text.printable(text))': "
            + (near.first.map { "did you mean '\($0)'?" }
                ?? "use one of \(GuestOrder.Key.allCases.map(\.rawValue).joined(separator: ", "))"))
}
