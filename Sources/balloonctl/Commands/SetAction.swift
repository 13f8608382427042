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

    /// The commonest command line, `set GUEST SIZE` and nothing else, read without the argument parser, whose tree of
    /// commands costs more than all the rest. Nil for any other line, a wrong size included: that is the parser's.
    init?(plain arguments: [String], connection: ConnectionSettings) {
        guard arguments.count == 3, arguments[0] == "set" else { return nil }
        let (guest, size) = (arguments[1], arguments[2])
        guard guest.utf8.first != UInt8(ascii: "-"), size.utf8.first != UInt8(ascii: "-") else { return nil }
        guard (try? SizeExpression(size)) != nil else { return nil }
        self.init(request: SetPin(guest: guest, target: .text(size)), connection: connection)
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
