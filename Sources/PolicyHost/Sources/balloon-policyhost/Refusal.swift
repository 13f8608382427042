import PolicyWire

/// Why the plugin is not loaded, and the way out.
struct Refusal: Error {
    var code: PolicyRefusal
    var sentence: String

    init(_ code: PolicyRefusal, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }
}
