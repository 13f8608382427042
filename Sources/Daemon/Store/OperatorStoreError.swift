/// A change holds now, but not beyond a restart: it could not be written to disk.
public struct OperatorStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    public var file: String
    public var reason: String

    public init(file: String, reason: String) {
        self.file = file
        self.reason = reason
    }

    public var description: String { "in effect, but lost at a restart: \(file): \(reason)" }
}
