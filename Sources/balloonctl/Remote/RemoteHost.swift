import BalloonKit

/// Another host's daemon, as `--host` names it: `ssh://[user@]host[:port][/path/to/socket]`.
///
/// Everything in it goes to ssh's command line or to a shell on the other side: only characters that mean nothing there are
/// let in, and nothing that begins like an option.
struct RemoteHost: Hashable {
    var user: String?
    var host: String
    var port: UInt16?
    /// Nil for the default of that side.
    var socket: String?

    /// Reads what was typed; the scheme may be left out.
    /// - Throws: ``ClientError`` with `.usage` for anything that is not of that form.
    init(_ text: String) throws(ClientError) {
        let shown = Text.printable(text)
        func refuse(_ why: String) -> ClientError {
            ClientError(.usage, "'\(shown)' is no host: \(why). Write ssh://[user@]host[:port][/path/to/socket]")
        }
        var rest = Substring(text)
        if let scheme = rest.range(of: "://") {
            guard rest[..<scheme.lower] == "ssh" else { throw refuse("only ssh:// is known") }
            rest = rest[scheme.upper...]
        }
        if let slash = rest.firstIndex(of: "/") {
            let path = rest[slash...]
            if path.count > 1 { socket = String(path) }
            rest = rest[..<slash]
        }
        if let at = rest.lastIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        let (name, port) = Self.split(rest)
        if let port {
            guard let number = UInt16(port), number > 0 else {
                throw refuse("'\(Text.printable(String(port)))' is no port")
            }
            self.port = number
        }
        host = String(name)
        guard Self.isSafe(host, with: "._-:%") else {
            throw refuse("a name of letters, digits, dots and dashes is missing")
        }
        if let user, !Self.isSafe(user, with: "._-") { throw refuse("a user has letters, digits, dots and dashes") }
        if let socket, !Self.isSafe(socket, with: "/._-+@:") {
            throw refuse("the socket's path has characters that a shell would read")
        }
    }

    /// How it is named to people: as ssh would take it.
    var name: String { (user.map { "\($0)@" } ?? "") + host + (port.map { ":\($0)" } ?? "") }

    /// The command line that relays this side's standard input and output to the daemon of the other.
    ///
    /// - Parameter patience: for the connection; ssh counts in whole seconds.
    func command(patience: Duration) -> [String] {
        let seconds = Swift.max(1, (milliseconds(patience) + 999) / 1000)
        var words = [
            "ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=\(seconds)", "-o", "ServerAliveInterval=15",
        ]
        if let port { words += ["-p", "\(port)"] }
        if let user { words += ["-l", user] }
        words += ["--", host, "balloonctl", "connect"]
        if let socket { words += ["--socket", socket] }
        return words
    }

    /// `host:port`, `[address]:port`, or an address of colons alone.
    private static func split(_ text: Substring) -> (name: Substring, port: Substring?) {
        if text.first == "[", let end = text.firstIndex(of: "]") {
            let after = text[text.index(after: end)...]
            return (text[text.index(after: text.startIndex)..<end], after.isEmpty ? nil : after.dropFirst())
        }
        guard let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") else { return (text, nil) }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    private static func isSafe(_ text: String, with others: String) -> Bool {
        guard let first = text.first, first != "-" else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || others.contains($0)) }
    }
}

extension Substring {
    fileprivate func range(of text: String) -> (lower: Index, upper: Index)? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(text) { return (index, self.index(index, offsetBy: text.count)) }
            index = self.index(after: index)
        }
        return nil
    }
}
