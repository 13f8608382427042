import Testing

@testable import Web

@Suite("Which requests are answered")
struct GateTests {
    @Test("looking only", arguments: ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "get", ""])
    func methods(method: String) {
        #expect(Gate(checksHost: false).refusal(method: method, host: nil) == .method)
    }

    @Test(
        "over TCP under a loopback name, with any port: a tunnel may have another",
        arguments: ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:9177", "[::1]", "[::1]:80", "127.1.2.3"])
    func ownNames(host: String) {
        #expect(Gate(checksHost: true).refusal(method: "GET", host: host) == nil)
    }

    @Test(
        "not under a name that a stranger may have pointed here",
        arguments: [
            nil, "", "evil.example", "evil.example:9177", "localhost.evil.example", "127.0.0.1.evil.example",
            "127.0.0.1:80@evil.example", "[::1].evil.example", "localhost:evil", "10.0.0.1", "::1",
        ] as [String?])
    func strangers(host: String?) {
        #expect(Gate(checksHost: true).refusal(method: "GET", host: host) == .host)
    }

    @Test("over a Unix socket under any name: no browser comes that way")
    func unixSocket() {
        #expect(Gate(checksHost: false).refusal(method: "GET", host: "anything") == nil)
    }
}
