import ArgumentParser
import ControlProtocol

/// The names of the daemon's guests, for a shell that completes a command line.
///
/// Somebody has pressed a key and waits: no daemon, no permission or a slow answer is no name, and never a complaint.
enum GuestNames {
    /// Of arguments that take a guest.
    static let completion = CompletionKind.custom { words, _, _ in offered(to: words) }

    /// Of the connection and of the answer each.
    private static let patience = Duration.milliseconds(250)

    /// - Parameter words: the command line so far, as the shell has it.
    private static func offered(to words: [String]) -> [String] {
        // A key must not start an ssh.
        guard !words.contains(where: { $0.hasPrefix("--host") }) else { return [] }
        var settings = ConnectionSettings.default(in: .ofProcess())
        if let socket = socket(in: words) { settings.socket = socket }
        settings.timeout = patience
        guard var client = try? ControlClient(settings), let reply = try? client.call(QueryGuests()).value() else {
            return []
        }
        let isZsh = CompletionShell.requesting == .zsh
        return reply.guests.map(\.name).filter(isSafe).map { isZsh ? escapedForZsh($0) : $0 }
    }

    /// bash expands what it is offered, commands included, and a file in a guests' directory can have any name.
    private static func isSafe(_ name: String) -> Bool {
        guard let first = name.first, first != "-" else { return false }
        return name.allSatisfy { $0.isLetter || $0.isNumber || "._-+@:".contains($0) }
    }

    /// A description would begin at a colon.
    private static func escapedForZsh(_ name: String) -> String {
        name.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "\\:")
    }

    /// The last `--socket`; bash makes three words of `--socket=PATH`.
    private static func socket(in words: [String]) -> String? {
        guard let index = words.lastIndex(where: { $0 == "--socket" || $0.hasPrefix("--socket=") }) else { return nil }
        if words[index] != "--socket" { return String(words[index].dropFirst("--socket=".count)) }
        let rest = words[(index + 1)...]
        return rest.first == "=" ? rest.dropFirst().first : rest.first
    }
}
