/// Why a page cannot be shown now.
struct WebFailure: Error, Hashable, CustomStringConvertible {
    var description: String

    static let overdue = WebFailure(description: "the daemon does not answer")
}
