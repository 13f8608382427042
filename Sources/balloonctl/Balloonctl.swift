import ArgumentParser
import ControlProtocol

/// `balloonctl`: looks at and steers balloond. What `--help` says of it is in ``Overview``.
struct Balloonctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balloonctl",
        abstract: "Look at and steer balloond, the memory manager of this host's guests.",
        version: ProjectVersion.current,
        subcommands: [
            StatusCommand.self, TopCommand.self, ListCommand.self, ShowCommand.self, WatchCommand.self,
            ExplainCommand.self, HistoryCommand.self, PlotCommand.self, ReportCommand.self, MetricsCommand.self,
            DoctorCommand.self, SetCommand.self, UnsetCommand.self, LimitsCommand.self, PauseCommand.self,
            ResumeCommand.self, AnnotateCommand.self, ReserveCommand.self, KSMCommand.self, PolicyCommand.self,
            ReloadCommand.self, ConnectCommand.self,
        ])
}
