import CLinux

/// An error number in words: `No such file or directory`.
struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    var description: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let base = buffer.baseAddress, clinux_error_text(number, base, buffer.count) == 0 else {
                return "system error \(number)"
            }
            return String(cString: base)
        }
    }
}
