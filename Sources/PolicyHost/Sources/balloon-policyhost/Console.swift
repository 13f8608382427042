import Glibc

/// Standard output and standard error, which the daemon keeps the last lines of.
enum Console {
    static func say(_ text: String) { write(text, to: STDOUT_FILENO) }

    static func note(_ sentence: String) { write("balloon-policyhost: \(sentence)\n", to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // Unsafe because write(2) is C's; it reads within the array's bounds.
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
