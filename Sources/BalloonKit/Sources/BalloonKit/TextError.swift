/// A size or a time that a person typed and that cannot be understood. The description says what would be.
public struct TextError: Error, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}
