import BalloonKit
import Testing

@testable import Web

@Suite("Where the web server may listen")
struct WebAddressTests {
    @Test(
        "a Unix socket or a loopback address",
        arguments: [
            ("unix:/run/balloond/web.sock", WebAddress.unix(path: "/run/balloond/web.sock")),
            ("127.0.0.1:9177", .loopback(host: "127.0.0.1", port: 9177)),
            ("127.8.9.10:1", .loopback(host: "127.8.9.10", port: 1)),
            ("[::1]:65535", .loopback(host: "::1", port: 65535)),
        ])
    func accepted(text: String, address: WebAddress) throws {
        #expect(try WebAddress(text) == address)
    }

    @Test(
        "nothing that others can reach, and nothing by a name",
        arguments: [
            "0.0.0.0:9177", "[::]:9177", "192.168.1.4:9177", "127.0.0.1.example.com:80", "localhost:9177", "::1:9177",
            "127.0.0.256:80", "127.0.0:80", "127.0.0.:80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
            "127.0.0.1:+80", "unix:web.sock", "unix:", "", ":9177", "127.0.0.1:99999999999999999999",
        ])
    func refused(text: String) {
        #expect(throws: TextError.self) { try WebAddress(text) }
    }

    @Test("a path leaves room for the directory that the socket is made in")
    func longPath() throws {
        #expect(throws: TextError.self) { try WebAddress("unix:/" + String(repeating: "a", count: 90)) }
        _ = try WebAddress("unix:/" + String(repeating: "a", count: 89))
    }

    @Test("the reason names what is wrong")
    func reason() {
        #expect(throws: TextError("'0.0.0.0' is not a loopback address: others could look without a password")) {
            try WebAddress("0.0.0.0:80")
        }
    }
}
