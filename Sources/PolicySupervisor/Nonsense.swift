/// Why an answer has no meaning: part of a sentence about the plugin.
struct Nonsense: Error, Hashable {
    var sentence: String
    init(_ sentence: String) { self.sentence = sentence }
}
