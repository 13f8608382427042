import BalloonKit
import Web

extension Configuration {
    /// `[web]`: the page and the metrics over HTTP.
    public struct Web: Sendable, Hashable {
        /// A Unix socket or a loopback address; nil serves nothing.
        public var listen: WebAddress?
    }
}

extension Configuration {
    mutating func readWeb(_ reader: inout ConfigurationReader) {
        reader.read("web", "listen", into: &web.listen, as: ValueForm<WebAddress?>.webAddress)
    }

    func checkWeb(_ reader: inout ConfigurationReader) {
        if case .unix(let path)? = web.listen, path == daemon.controlSocket {
            reader.report(["web", "listen"], "is the control socket: choose another path")
        }
    }
}

extension ValueForm where Value == WebAddress? {
    static var webAddress: ValueForm {
        ValueForm(
            expected: "\"unix:/run/balloond/web.sock\", \"127.0.0.1:9177\" or \"[::1]:9177\", or \"\" for none"
        ) { value throws(TextError) in
            guard case .string(let text) = value else { return nil }
            return text.isEmpty ? .some(nil) : try WebAddress(text)
        }
    }
}
