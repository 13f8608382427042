/// Why there is no talking with the daemon any more.
struct ChannelError: Error {
    var sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
