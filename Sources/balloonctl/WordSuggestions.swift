import ArgumentParser

extension Invocation {
    /// A word that is no command, told with the one that was probably meant; ArgumentParser only calls it unexpected.
    ///
    /// - Parameter words: the command first.
    /// - Throws: ``ClientError`` with `.usage`.
    static func checkCommand(_ words: [String]) throws(ClientError) {
        var group: any ParsableCommand.Type = Balloonctl.self
        var path = "balloonctl"
        for word in words {
            let offered = group.configuration.subcommands
            guard !offered.isEmpty, !word.hasPrefix("-"), word != "help" else { return }
            guard let next = offered.first(where: { names(of: $0).contains(word) }) else {
                // Where a group has a command for no word, this may be its argument.
                if group.configuration.defaultSubcommand != nil, suggestions(word, offered).isEmpty { return }
                throw ClientError(.usage, unknownCommand(word, of: path, suggestions(word, offered)))
            }
            group = next
            path += " \(word)"
        }
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }

    private static func suggestions(_ word: String, _ offered: [any ParsableCommand.Type]) -> [String] {
        nearest(to: word, among: offered.filter { $0.configuration.shouldDisplay }.flatMap { names(of: $0) })
    }

    private static func unknownCommand(_ word: String, of path: String, _ suggestions: [String]) -> String {
        let near = suggestions.map { "'\(path) \($0)'" }
        let hint = near.isEmpty ? "see '\(path) --help'" : "did you mean \(near.joined(separator: " or "))?"
        return "there is no command '\(Text.printable(word))': \(hint)"
    }
}
