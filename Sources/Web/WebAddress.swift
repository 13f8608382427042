import BalloonKit

/// Where the web server listens: only where nobody but this host's own users can come from.
public enum WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// A Unix socket, absolute.
    case unix(path: String)
    /// A loopback address, without brackets, and a port.
    case loopback(host: String, port: Int)

    /// Room is left in `sun_path` (108 bytes) for the private directory that the socket is made in.
    public static let longestPath = 90

    /// Reads `unix:/run/balloond/web.sock`, `127.0.0.1:9177` or `[::1]:9177`.
    ///
    /// - Throws: `TextError` for anything else, and for every address that others can reach: the page has no passwords, so
    ///   that who may look is decided by the socket's permissions, an ssh tunnel or a reverse proxy.
    public init(_ text: String) throws(TextError) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            guard path.hasPrefix("/") else { throw TextError("'\(path)' does not begin with /") }
            guard path.utf8.count <= Self.longestPath else {
                throw TextError("the path has \(path.utf8.count) bytes, \(Self.longestPath) at most")
            }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":") else { throw TextError("'\(text)' has no port") }
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits), (1...65535).contains(port)
        else {
            throw TextError("'\(digits)' is not a port from 1 to 65535")
        }
        let host = String(text[..<colon])
        guard host == "[::1]" || Self.isLoopback(host) else {
            throw TextError("'\(host)' is not a loopback address: others could look without a password")
        }
        self = .loopback(host: host == "[::1]" ? "::1" : host, port: port)
    }

    public var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .loopback(let host, let port): host.contains(":") ? "http://[\(host)]:\(port)/" : "http://\(host):\(port)/"
        }
    }

    /// `127.a.b.c`. No names: what `localhost` means is a resolver's word.
    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in (1...3).contains(part.utf8.count) && UInt8(part) != nil }
    }
}
