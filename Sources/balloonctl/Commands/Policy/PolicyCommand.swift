import ArgumentParser

/// `policy`: everything about who decides.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Show and choose the policy that decides: the built-in one or a plugin.",
        discussion: """
            A plugin runs in a process of its own, and the daemon's guardrails come after it. When it is late, ends or \
            answers nonsense, the built-in policy decides that cycle; after some failures in a row the plugin is \
            quarantined until 'reinstate'.
            'use' and 'shadow' hold until the daemon is restarted or reloaded; [policy] of the configuration is for longer.
            Without a word: show.
            """,
        subcommands: [
            PolicyShowCommand.self, PolicyListCommand.self, PolicyUseCommand.self, PolicyShadowCommand.self,
            PolicyDiffCommand.self, PolicyReinstateCommand.self, PolicyCheckCommand.self,
        ], defaultSubcommand: PolicyShowCommand.self)
}
