import Testing

@testable import balloonctl

@Suite("The short way for 'set GUEST SIZE'")
struct PlainSetTests {
    private let context = Context(
        console: Console(out: { _ in }, err: { _ in }, hasColour: false, errorIsTerminal: false),
        variable: { $0 == "BALLOOND_SOCKET" ? "/tmp/elsewhere" : nil }, now: { .zero }, pause: { _ in },
        clockText: { "" })

    @Test("It means what the parser means", arguments: ["256M", "1.5GiB", "75%", "max", " 1g ", "MAX"])
    func agrees(size: String) throws {
        let arguments = ["set", "web1", size]
        let plain = try #require(SetAction(plain: arguments, connection: .default(in: context)))
        let parsed = try #require(try Invocation.parse(arguments) as? SetCommand)
        #expect(plain == parsed.action(in: context))
        #expect(plain.connection.socket == "/tmp/elsewhere")
    }

    @Test(
        "It takes global options wherever they stand, as the parser does",
        arguments: [
            ["set", "web1", "1G", "--json"], ["--json", "set", "web1", "1G"], ["set", "--socket", "/s", "web1", "1G"],
            ["--socket=/s", "set", "web1", "1G", "--timeout", "1h30m"],
            ["--timeout=2s", "--json", "set", "web1", "1G"],
        ])
    func globalOptions(arguments: [String]) throws {
        let plain = try #require(SetAction(plain: arguments, connection: .default(in: context)))
        let sorted = try CommandLineWords.commandFirst(arguments)
        let parsed = try #require(try Invocation.parse(sorted) as? SetCommand)
        #expect(plain == parsed.action(in: context))
    }

    @Test(
        "Everything else is left to the parser",
        arguments: [
            ["set", "web1", "512"], ["set", "web1"], ["set", "--help", "1G"], ["set", "web1", "--wait"],
            ["set", "web1", "-1G"], ["set", "--", "1G"], ["unset", "web1", "1G"], ["set", "web1", "1G", "--for", "1h"],
            ["set", "web1", "1G", "--timeout", "0s"], ["set", "web1", "1G", "--socket"],
            ["set", "web1", "1G", "--jsn"],
            ["set", "web1", "1G", "--socket", "/a", "--socket", "/b"], ["set", "web1", "1G", "2G"], [],
        ])
    func leaves(arguments: [String]) {
        #expect(SetAction(plain: arguments, connection: .default(in: context)) == nil)
    }
}
