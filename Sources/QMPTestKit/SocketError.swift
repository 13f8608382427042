/// A system call on a test's socket that failed.
public struct SocketError: Error, Sendable, Hashable, CustomStringConvertible {
    public let call: String
    /// `errno`
    public let number: Int32
    public let path: String?

    public var description: String { "\(call)\(path.map { " \($0)" } ?? ""): errno \(number)" }
}
