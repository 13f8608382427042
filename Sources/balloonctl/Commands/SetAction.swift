import BalloonKit
import ControlProtocol
import QMP

/// What `set` does, apart from how its arguments are read.
struct SetAction: Hashable {
    static let defaultPatience = Duration.seconds(30)

    var request: SetPin
    var connection: ConnectionSettings
    var showsJSON = false
    /// How long to wait for the guest; nil not at all.
    var patience: Duration?

    init(request: SetPin, connection: ConnectionSettings, showsJSON: Bool = false, patience: Duration? = nil) {
        self.request = request
        self.connection = connection
        self.showsJSON = showsJSON
        self.patience = patience
    }

    /// The commonest command line, `set GUEST SIZE` with at most global options, read without the argument parser, whose
    /// tree of commands costs more than all the rest. Nil for any other line, and for whatever is wrong: those are the
    /// parser's.
    init?(plain arguments: [String], connection: ConnectionSettings) {
        guard let words = CommandLineWords(onlyGlobalOptionsIn: arguments), words.others.count == 3,
            words.others[0] == "set", (try? SizeExpression(words.others[2])) != nil
        else { return nil }
        self.init(request: SetPin(guest: words.others[1], target: .text(words.others[2])), connection: connection)
        guard take(global: words.global) else { return nil }
    }

    /// False for what only the parser should judge: options given twice, times that make no sense.
    private mutating func take(global words: [String]) -> Bool {
        var seen: [String] = []
        var index = 0
        while index < words.count {
            let option = words[index]
            guard !seen.contains(option) else { return false }
            seen.append(option)
            index += 1
            if option == "--json" {
                showsJSON = true
                continue
            }
            guard index < words.count else { return false }
            if option == "--socket" {
                connection.socket = words[index]
            } else {
                guard let span = try? Duration(text: words[index]), span > .zero else { return false }
                connection.timeout = span
            }
            index += 1
        }
        return true
    }

    /// - Throws: ``ClientError``; `.notReached` when it waited in vain.
    func run(in context: Context) throws {
        var client = try ControlClient(connection)
        let answer = try client.call(request, guest: request.guest)
        guard let patience else {
            if showsJSON {
                context.console.print(answer.json.pretty())
            } else {
                context.console.print(lines: Self.lines(try answer.value()))
            }
            return
        }
        let pin = try answer.value()
        if !showsJSON { context.console.print(lines: Self.lines(pin)) }
        var wait = GuestWait(pin: pin, patience: patience, showsJSON: showsJSON)
        try wait.run(&client, in: context)
    }

    static func lines(_ pin: SetPin.Reply) -> [String] {
        var line = "\(Text.printable(pin.guest)): pinned to \(pin.target)"
        if let expiry = pin.expiresIn { line += " for \(Figures.span(expiry))" }
        if let actual = pin.actual { line += ", now \(actual)" }
        if let maximum = pin.maximum { line += " of \(maximum)" }
        return [line] + (pin.adjusted.map { ["note: \(Text.printable($0))"] } ?? [])
    }
}
