/// Why a plugin cannot be loaded without danger.
struct ConfinementError: Error {
    var sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
