import Glibc

/// A file descriptor that is closed once: when it is said, or with its owner.
final class Descriptor {
    /// Nil once it is closed.
    private(set) var number: Int32?

    init(_ number: Int32) { self.number = number }

    func close() {
        guard let open = number else { return }
        number = nil
        _ = Glibc.close(open)
    }

    deinit { close() }
}
