import Testing

@testable import balloonctl

@Suite("--host: how another host is named") struct RemoteHostTests {
    @Test("User, port and socket are told apart")
    func forms() throws {
        #expect(
            try RemoteHost("ssh://ops@web1.example:2222/srv/b.sock").command(patience: .seconds(3)) == [
                "ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=3", "-o", "ServerAliveInterval=15", "-p",
                "2222", "-l", "ops", "--", "web1.example", "balloonctl", "connect", "--socket", "/srv/b.sock",
            ])
        let plain = try RemoteHost("web1")
        #expect(plain.host == "web1" && plain.user == nil && plain.port == nil && plain.socket == nil)
        #expect(try RemoteHost("ssh://web1/").socket == nil)
        let address = try RemoteHost("ssh://root@[fe80::1%eth0]:22")
        #expect(address.host == "fe80::1%eth0" && address.port == 22)
        #expect(try RemoteHost("::1").host == "::1")
        #expect(plain.command(patience: .milliseconds(100)).contains("ConnectTimeout=1"))
    }

    @Test(
        "What a shell or ssh would take for something else is refused",
        arguments: [
            "", "ssh://", "-oProxyCommand=x", "ssh://-oProxyCommand=x", "ssh://-x@web1", "web1;reboot", "ssh://a b",
            "http://web1", "web1:0", "web1:99999", "web1:x", "ssh://web1/$(x)", "ssh://web1/a b", "ssh://web1/'",
            "@web1",
            "wäb",
        ])
    func refused(text: String) {
        #expect { try RemoteHost(text) } throws: { ($0 as? ClientError)?.code == .usage }
    }

    @Test("--host is taken off a command line wherever it stands")
    func words() throws {
        let (hosts, rest) = try CommandLineWords.hosts(in: ["--host", "a", "list", "--json", "--host=ssh://b"])
        #expect(hosts.map(\.host) == ["a", "b"] && rest == ["list", "--json"])
        #expect { try CommandLineWords.hosts(in: ["list", "--host"]) } throws: { ($0 as? ClientError)?.code == .usage }
    }
}
