import CLinux

/// A system call that failed, in words: `mlockall: Cannot allocate memory`.
public struct SystemCallError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was tried, with its file if there is one.
    public var operation: String
    public var number: Int32

    public init(_ operation: String, number: Int32) {
        self.operation = operation
        self.number = number
    }

    public var description: String { "\(operation): \(Self.text(of: number))" }

    /// The number in words, without the operation.
    static func text(of number: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let base = buffer.baseAddress, clinux_error_text(number, base, buffer.count) == 0 else {
                return "system error \(number)"
            }
            return String(cString: base)
        }
    }
}
