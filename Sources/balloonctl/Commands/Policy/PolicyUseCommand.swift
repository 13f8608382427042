import ArgumentParser
import BalloonKit
import ControlProtocol
import QMP

struct PolicyUseCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Have another policy decide, from the next cycle on.",
        discussion: """
            The new one is started and asked once beside the old one first; when it fails, the old one stays, and why is said.
            It holds until the daemon is restarted or reloaded: policy.use in the configuration is for longer.
            """)

    @Argument(help: "As 'policy list' has it: built-in, a plugin's name, or a plugin's absolute path.")
    var policy: String

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try change(UsePolicy(policy: policy), named: policy, in: context)
    }
}

struct PolicyShadowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow", abstract: "Run a policy beside the one that decides.",
        discussion: """
            It is asked every cycle and changes nothing; 'policy diff' shows what it would have done. It holds until the \
            daemon is restarted or reloaded: policy.shadow in the configuration is for longer.
            """)

    @Argument(help: "As 'policy list' has it.")
    var policy: String?

    @Flag(name: .long, help: "End it.")
    var off = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if (policy == nil) != off { throw ValidationError("name a policy, or say --off to run none in shadow") }
    }

    func run(in context: Context) throws {
        try change(ShadowPolicy(policy: policy), named: policy, in: context)
    }
}

struct PolicyReinstateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "reinstate", abstract: "Try a plugin again that was quarantined.")

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws { try change(ReinstatePolicy(), named: nil, in: context) }
}

extension ClientCommand {
    /// A plugin may take 5 s to start, and is then asked once: longer than other answers take.
    private static var patience: Duration { .seconds(15) }

    /// Asks for another policy; if there is none of that name, the error says which ones there are.
    fileprivate func change<Command: ControlCommand>(
        _ command: Command, named policy: String?, in context: Context
    ) throws where Command.Reply == PolicyReply {
        var settings = global.connection(in: context)
        if global.timeout == nil { settings.timeout = Self.patience }
        var client = try ControlClient(settings)
        let answer = try client.call(command, policy: policy)
        if global.json {
            context.console.print(answer.json.pretty())
        } else {
            context.console.print(Text.printable(try answer.value().sentence))
        }
    }
}
