import ArgumentParser

/// What `balloonctl --help` shows: all commands on one screen of 24 lines and 80 columns. A line a command would not fit.
enum Overview {
    /// Commands that are looked for together stand together.
    static let rows: [[(name: String, words: String)]] = [
        [("list", "all guests, one a line"), ("show", "everything about one")],
        [("status", "the pool and the daemon at a glance"), ("top", "all of it, live")],
        [("watch", "what happens as it happens")],
        [("explain", "what was done and why, or why not")],
        [("history", "what was done in the past"), ("plot", "the same, drawn")],
        [("report", "a period on one page, to be sent to a colleague")],
        [("set", "pin a guest to a size"), ("unset", "let the policy decide again")],
        [("limits", "a guest's floor, ceiling and shares")],
        [("pause", "take a guest, or all, out of automatic control"), ("resume", "and back")],
        [("annotate", "say something about a guest that policies can read")],
        [("reserve", "make and hold room for a guest that comes")],
        [("policy", "who decides: the built-in policy or a plugin")],
        [("ksm", "same-page merging: what it saves, what it costs, and for whom")],
        [("doctor", "what to change on this host and its guests, and why")],
        [("metrics", "the daemon's figures for Prometheus")],
        [("reload", "have the daemon read its configuration again")],
    ]

    /// Whether the words of a command line, without global options, ask for it.
    static func isAsked(_ words: [String]) -> Bool { words.isEmpty || [["--help"], ["-h"], ["help"]].contains(words) }

    /// - Parameter commands: the names of those there are; others are left out.
    static func text(commands: [String] = Balloonctl.commandNames) -> String {
        let lines = rows.compactMap { row -> String? in
            let known = row.filter { commands.contains($0.name) }
            guard !known.isEmpty else { return nil }
            let names = known.map(\.name).joined(separator: ", ")
            let gap = String(repeating: " ", count: max(2, 17 - names.utf8.count))
            return "  \(names)\(gap)\(known.map(\.words).joined(separator: "; "))"
        }
        return """
            \(Balloonctl.configuration.abstract)

            USAGE: balloonctl <command> [--host <host>] [--socket <path>] [--json]

            \(lines.joined(separator: "\n"))

            Sizes: 512M, 1.5G (powers of 1024), 75% (of the maximum), max. Times: 90s, 2h.
            More: balloonctl <command> --help, man balloonctl, balloonctl --version.
            \(ExitStatus.help)
            """
    }
}

extension Balloonctl {
    /// All commands that people are shown.
    static var commandNames: [String] {
        configuration.subcommands.filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }
    }
}
