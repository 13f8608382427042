import ArgumentParser

extension CommandLineWords {
    /// What looks at this host's own files as well, or is the other side of the relay.
    private static let localOnly = ["doctor", "connect"]

    /// - Throws: ``ClientError`` with `.usage` for a command that does not only talk to a daemon.
    static func mustWorkRemotely(_ command: any ParsableCommand) throws(ClientError) {
        let name = type(of: command)._commandName
        guard !(command is any ClientCommand) || localOnly.contains(name) else { return }
        throw ClientError(.usage, "'\(name)' works on the host where it runs: ssh there and run it")
    }
}
