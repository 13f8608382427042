import Testing

@testable import balloonctl

@Suite("A wrong word suggests the right one") struct WordSuggestionTests {
    @Test(
        "Commands and the commands of a group",
        arguments: [
            (["lsit"], "there is no command 'lsit': did you mean 'balloonctl list'?"),
            (["satus"], "did you mean 'balloonctl status'?"),
            (["resreve", "4G"], "did you mean 'balloonctl reserve'?"),
            (["policy", "shwo"], "there is no command 'shwo': did you mean 'balloonctl policy show'?"),
            (["frobnicate"], "there is no command 'frobnicate': see 'balloonctl --help'"),
            (["conect"], "see 'balloonctl --help'"),
        ])
    func commands(words: [String], said: String) {
        let outcome = balloonctl(words: words, in: Surroundings())
        #expect(outcome.status == 64)
        #expect(outcome.err.contains(said), "\(outcome.err)")
        #expect(outcome.out == "")
    }

    @Test(
        "Help and versions are asked for as before",
        arguments: [["help"], ["help", "list"], ["--version"], ["policy", "--help"]])
    func help(words: [String]) {
        #expect(balloonctl(words: words, in: Surroundings()).status == 0)
    }
}
