/// Puts a host's name before each line; of JSON it keeps all and shows nothing.
final class PrefixedOutput {
    private let prefix: String
    private let under: Console
    private var open: (out: String, err: String) = ("", "")
    private(set) var kept = ""

    init(prefix: String, console: Console) {
        self.prefix = prefix
        under = console
    }

    func console(keepingOutput: Bool) -> Console {
        var console = under
        console.out = { [self] text in
            if keepingOutput { kept += text } else { open.out = pass(open.out + text, to: under.out) }
        }
        console.err = { [self] text in open.err = pass(open.err + text, to: under.err) }
        console.width = under.width.map { Swift.max(20, $0 - prefix.count) }
        // Progress in place would overwrite the names.
        console.errorIsTerminal = false
        return console
    }

    /// What has no line end yet gets one.
    func finish() {
        if !open.out.isEmpty { open.out = pass(open.out + "\n", to: under.out) }
        if !open.err.isEmpty { open.err = pass(open.err + "\n", to: under.err) }
    }

    /// - Returns: what stands after the last line end.
    private func pass(_ text: String, to write: (String) -> Void) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.popLast().map(String.init) ?? ""
        if !lines.isEmpty { write(lines.map { "\(prefix)\($0)\n" }.joined()) }
        return rest
    }
}
