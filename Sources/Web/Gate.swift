import BalloonKit

/// Which requests are answered at all.
struct Gate {
    /// Over TCP any page that a browser of this host shows can send requests here. Its script cannot read the answers, unless
    /// its own name is made to point at 127.0.0.1 ("DNS rebinding"): then the Host header has that name.
    let checksHost: Bool

    enum Refusal: Hashable {
        case method
        case host
    }

    /// - Parameters:
    ///   - method: as in the request line.
    ///   - host: the Host header, or the request target's authority; nil when there is none.
    func refusal(method: String, host: String?) -> Refusal? {
        guard method == "GET" else { return .method }
        guard checksHost, !Self.isLoopback(host ?? "") else { return nil }
        return .host
    }

    /// With any port: a tunnel may have another at its end.
    private static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name.hasPrefix("localhost:") { return isPort(name.dropFirst("localhost".count)) }
        if name.hasPrefix("[::1]") { return isPort(name.dropFirst("[::1]".count)) }
        let address = name.prefix { $0 != ":" }
        guard isPort(name.dropFirst(address.count)) else { return false }
        do throws(TextError) {
            _ = try WebAddress("\(address):1")
            return true
        } catch {
            return false
        }
    }

    /// Empty, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.first == ":" && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) })
    }
}
