import CLinux

/// An error number of the kernel, in words.
struct SystemError: Error, Hashable, CustomStringConvertible {
    var number: Int32

    var description: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let base = buffer.baseAddress, clinux_error_text(number, base, buffer.count) == 0 else {
                return "system error \(number)"
            }
            return String(cString: base)
        }
    }
}
