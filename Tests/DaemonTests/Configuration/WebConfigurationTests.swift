import Testing
import Web

@testable import Daemon

@Suite("[web] in the configuration")
struct WebConfigurationTests {
    private func read(_ text: String) throws -> Configuration { try Configuration(files: [("c", text)]) }

    @Test("is off by default, and by an empty text in a later file")
    func off() throws {
        #expect(try read("").web.listen == nil)
        let files = [
            (name: "a", text: "[web]\nlisten = \"127.0.0.1:9177\""), (name: "b", text: "[web]\nlisten = \"\""),
        ]
        #expect(try Configuration(files: files).web.listen == nil)
    }

    @Test("takes a Unix socket and loopback addresses")
    func on() throws {
        #expect(try read("[web]\nlisten = \"[::1]:9177\"").web.listen == .loopback(host: "::1", port: 9177))
        #expect(try read("[web]\nlisten = \"unix:/run/w.sock\"").web.listen == .unix(path: "/run/w.sock"))
    }

    @Test("refuses an address that others can reach, and says what to write")
    func refused() {
        let error = #expect(throws: ConfigurationError.self) { try read("[web]\nlisten = \"0.0.0.0:9177\"") }
        let text = error?.description ?? ""
        #expect(text.contains("web.listen") && text.contains("not a loopback address"))
        #expect(text.contains("\"127.0.0.1:9177\""))
    }

    @Test("refuses the control socket's path")
    func controlSocket() {
        #expect(throws: ConfigurationError.self) {
            try read("[web]\nlisten = \"unix:/run/c.sock\"\n[daemon]\ncontrol-socket = \"/run/c.sock\"")
        }
    }

    @Test("a change takes effect with a restart, and says so")
    func restart() throws {
        let changed = try read("[web]\nlisten = \"127.0.0.1:9177\"")
        #expect(changed.keysThatNeedRestart(comparedTo: Configuration()) == ["web.listen"])
    }
}
