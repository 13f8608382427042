import ArgumentParser
import ControlProtocol

/// `balloonctl`: looks at and steers balloond.
struct Balloonctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balloonctl",
        abstract: "Look at and steer balloond, the memory manager of this host's guests.",
        discussion: """
            Sizes are typed as 512M, 1G, 1.5GiB (powers of 1024), 75% (of the guest's maximum) or max; times as 90s, 30m, 2h, 1h30m.
            --socket, --json and --timeout may stand before or after the command.
            Shell completion: balloonctl --generate-completion-script bash|zsh|fish

            \(ExitStatus.help)
            """,
        version: ProjectVersion.current,
        subcommands: [
            ListCommand.self, ShowCommand.self, SetCommand.self, UnsetCommand.self, LimitsCommand.self,
            PauseCommand.self, ResumeCommand.self, StatusCommand.self, ExplainCommand.self, WatchCommand.self,
            KSMCommand.self, PolicyCommand.self, AnnotateCommand.self, ReloadCommand.self,
        ])
}
