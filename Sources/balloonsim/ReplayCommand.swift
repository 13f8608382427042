import ArgumentParser
import BalloonKit
import Baselines
import Controller
import Journal
import QMP
import Simulation

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Decides a journal of balloond again and compares, cycle for cycle.",
        discussion: """
            Where FILE begins in the middle of a run and FILE.1 is its beginning, both are read. After records that are missing the
            controller begins anew; what differs in the next cycles is told apart.

            What a plugin answered is in the journal, so the plugin is not needed to decide the same.

            With --rule, --set or --policy: what would have been decided instead at each moment. Guests go on as was decided then.

            Exit codes: 0 as recorded (or --rule, --set, --policy), 1 decided differently, 2 the file cannot be read.
            """)

    @Argument(help: ArgumentHelp("The journal ([journal] in balloond.toml).", valueName: "file"))
    var file: String

    @Option(help: "Decide by this rule instead.")
    var rule: Rule?

    @OptionGroup var settings: SettingOptions

    @OptionGroup var plugin: PolicyOptions

    @Option(help: "Cycles after a gap in which a difference is no failure.")
    var settle = Replay.settleCycles

    @Option(help: "Print at most so many differences.")
    var most = 20

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard plugin.policy == nil || rule == nil else { throw ValidationError("either --rule or --policy") }
    }

    func run() throws {
        var unknownRule: String?
        let adviser = try plugin.plugin()
        defer { adviser?.stop() }
        var replay = Replay(settleCycles: max(0, settle)) { recorded, original in
            var changed = original
            try? settings.apply(to: &changed)
            if let adviser {
                return ControllingGovernor(Controller(settings: changed)) { adviser.counsel($0) }
            }
            guard let rule = rule ?? Rule(rawValue: recorded) else {
                unknownRule = recorded
                return nil
            }
            return rule.governor(changed)
        }
        let account: JournalFiles.Account
        do throws(JournalError) {
            account = try JournalFiles(path: file).read { replay.take($0) }
        } catch {
            Output.complain(error.message)
            throw ExitCode(2)
        }
        if let unknownRule {
            Output.complain(
                "\(file): was written by the rule '\(unknownRule)', which is not known: name another by --rule")
            throw ExitCode(2)
        }
        let isSame = rule == nil && settings.changes.isEmpty && adviser == nil
        let text = ReplayText(report: replay.report, account: account, isSame: isSame, most: max(0, most))
        print(json ? text.json.pretty() : text.lines.joined(separator: "\n"))
        if isSame, replay.report.hasFailed { throw ExitCode(1) }
    }
}

extension Rule {
    /// One with these settings.
    func governor(_ settings: ControllerSettings) -> any Governor {
        Baselines.named(rawValue, settings: settings) ?? ControllingGovernor(Controller(settings: settings))
    }
}
