import ArgumentParser

/// One run of the program: arguments in, text and an exit status out.
enum Invocation {
    /// How the scripts of `--generate-completion-script` ask.
    private static let completionRequest = "---completion"

    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - context: where text goes and what is asked of the process.
    /// - Returns: the exit status, see ``ExitStatus``.
    static func run(_ arguments: [String], in context: Context) -> Int32 {
        // The words of a line that a shell completes are no options of ours.
        if arguments.first == completionRequest { return runHere(arguments, in: context) }
        do throws(ClientError) {
            let (hosts, rest) = try CommandLineWords.hosts(in: arguments)
            guard let host = hosts.first else { return runHere(arguments, in: context) }
            guard hosts.count == 1 else { return ManyHosts(hosts: hosts, arguments: rest).run(in: context) }
            var context = context
            context.link = try context.startLink(host)
            return runHere(rest, in: context)
        } catch {
            context.console.complain(error.description)
            return error.exitStatus
        }
    }

    /// A command line without `--host`.
    static func runHere(_ arguments: [String], in context: Context) -> Int32 {
        let connection = ConnectionSettings.default(in: context)
        do {
            if let action = SetAction(plain: arguments, connection: connection) {
                try action.run(in: context)
            } else {
                try parseAndRun(arguments, in: context)
            }
            return ExitStatus.success
        } catch let error as ClientError {
            context.console.complain(error.description)
            return error.exitStatus
        } catch let status as ExitCode {
            // Everything has been said already.
            return status.rawValue
        } catch {
            return explain(error, in: context)
        }
    }

    static func parse(_ arguments: [String]) throws -> any ParsableCommand { try Balloonctl.parseAsRoot(arguments) }

    private static func parseAndRun(_ arguments: [String], in context: Context) throws {
        let words = try CommandLineWords.commandFirst(arguments)
        if Overview.isAsked(words) { return context.console.print(Overview.text()) }
        try checkCommand(words)
        var command = try parse(words)
        if context.link != nil { try CommandLineWords.mustWorkRemotely(command) }
        if let command = command as? any ClientCommand {
            try command.run(in: context)
        } else {
            try command.run()
        }
    }

    /// Help and versions are thrown too, with a status of success.
    private static func explain(_ error: any Error, in context: Context) -> Int32 {
        let status = Balloonctl.exitCode(for: error).rawValue
        let message = HelpText.fitted(Balloonctl.fullMessage(for: error))
        if status == ExitStatus.success {
            // A completion without a match is nothing at all.
            if !message.isEmpty { context.console.print(message) }
        } else {
            context.console.printError(message)
        }
        return status
    }
}
