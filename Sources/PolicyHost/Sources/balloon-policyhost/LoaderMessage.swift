import Glibc
import PolicyWire

/// What the dynamic loader says of a library that it does not load.
struct LoaderMessage {
    private let text: String

    /// - Parameter loadPath: What the loader calls the library, and people do not.
    init(_ text: String, loadPath: String) {
        let prefix = loadPath + ": "
        self.text = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    }

    var refusal: Refusal {
        if let symbol = rest(after: "undefined symbol: ") {
            return Refusal(
                .missingSymbol,
                "it needs \(Self.demangled(symbol)), which neither this balloond nor a library has: build it against "
                    + "the installed BalloonKit")
        }
        if text.contains("cannot open shared object file") {
            return Refusal(
                .missingSymbol,
                "it needs a library that is not there (\(text)): a plugin is one file, with what it needs linked "
                    + "into it")
        }
        return Refusal(.notALibrary, "it cannot be loaded: \(text)")
    }

    private func rest(after marker: String) -> String? {
        var rest = text[...]
        while !rest.isEmpty, !rest.hasPrefix(marker) { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return nil }
        let end = rest.dropFirst(marker.count)
        return String(end.prefix { $0 != "\n" && $0 != " " && $0 != "," && $0 != "\t" })
    }

    /// As people write it where the runtime can say so, as it stands otherwise.
    private static func demangled(_ symbol: String) -> String {
        typealias Demangle =
            @convention(c) (
                UnsafePointer<CChar>?, Int, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?, UInt32
            ) -> UnsafeMutablePointer<CChar>?
        guard let address = dlsym(nil, "swift_demangle") else { return symbol }
        // Unsafe because Swift's runtime exports this function without a declaration; the answer is ours to free.
        let demangle = unsafeBitCast(address, to: Demangle.self)
        guard let text = demangle(symbol, symbol.utf8.count, nil, nil, 0) else { return symbol }
        defer { free(text) }
        return String(cString: text)
    }
}
