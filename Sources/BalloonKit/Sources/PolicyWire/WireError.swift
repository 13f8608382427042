/// A message from the daemon that the plugin's process does not understand.
public struct WireError: Error, Hashable, CustomStringConvertible {
    /// In bytes from the message's beginning.
    public var position: Int
    /// What should stand there.
    public var expected: String

    public var description: String { "byte \(position) of the message: \(expected) expected" }
}
