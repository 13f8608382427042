/// Texts that come from a peer and go into logs and errors.
enum QMPText {
    /// More than any of QEMU's own messages has.
    static let maximumLength = 512

    /// The text, cut to a length that a log can bear.
    static func bounded(_ text: String) -> String {
        text.utf8.count <= maximumLength ? text : String(text.prefix(maximumLength / 4)) + "…"
    }
}
