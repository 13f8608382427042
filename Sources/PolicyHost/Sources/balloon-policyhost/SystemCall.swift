import Glibc

/// What a call of the C target answered: nothing wrong, or why it failed.
enum SystemCall {
    /// The error's text; nil for no error.
    static func problem(_ result: Int32) -> String? {
        // Unsafe because strerror answers a C string: a constant, or a buffer that this only thread reads at once.
        result < 0 ? String(cString: strerror(-result)) : nil
    }
}
