import ArgumentParser

/// `policy`: everything about who decides.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Show and choose the policy that decides.",
        discussion: """
            A plugin runs in a process of its own, and the daemon's guardrails come after it. When it fails, the \
            built-in policy decides that cycle; after some failures in a row the plugin rests until 'reinstate'. 'use' \
            and 'shadow' hold until the next restart or reload; [policy] of the configuration is for longer.
            """,
        subcommands: [
            PolicyShowCommand.self, PolicyListCommand.self, PolicyUseCommand.self, PolicyShadowCommand.self,
            PolicyDiffCommand.self, PolicyReinstateCommand.self, PolicyCheckCommand.self,
        ], defaultSubcommand: PolicyShowCommand.self)
}
