import Glibc

/// Why a scenario cannot be served, in a sentence.
struct ServeError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// A system call on `path` that failed with this error number.
    init(_ what: String, _ path: String, _ number: Int32) {
        description = "\(what) \(path): \(String(cString: strerror(number)))"
    }
}
