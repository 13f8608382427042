import ArgumentParser
import BalloonKit
import ControlProtocol
import Doctor
import QMP

struct DoctorCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check host and guests, and say what to change.",
        discussion: """
            Reads /proc and /sys (best as root), and has balloond ask each guest's QEMU. docs/doctor.md explains each \
            identifier; 'balloonctl annotate GUEST doctor.ignore=ID,ID' keeps findings quiet for good.
            Exit status: 0 nothing but advice, 1 warnings, 2 problems; errors are 64 and above.
            """)

    @Argument(help: "Only these guests, and not the host.", completion: GuestNames.completion)
    var guests: [String] = []

    @Option(name: .long, help: ArgumentHelp("Make only these checks, by their identifiers.", valueName: "id,id"))
    var only: [String] = []

    @Option(name: .long, help: ArgumentHelp("Do not tell these findings.", valueName: "id,id"))
    var ignore: [String] = []

    @Flag(name: .shortAndLong, help: "Also tell what passed and what could not be checked.")
    var verbose = false

    @Option(name: .long, help: ArgumentHelp("Where the procfs is.", visibility: .hidden))
    var procfs = "/proc"

    @Option(name: .long, help: ArgumentHelp("Where the sysfs is.", visibility: .hidden))
    var sysfs = "/sys"

    @Option(name: .long, help: ArgumentHelp("Where devices are.", visibility: .hidden))
    var devfs = "/dev"

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        for name in identifiers(only) + identifiers(ignore) { try Self.check(name) }
    }

    func run(in context: Context) throws {
        let examination = Examination(
            only: only.isEmpty ? nil : Set(identifiers(only)), ignored: Set(identifiers(ignore)))
        let history = DoctorHistory(
            roots: DoctorRoots(procfs: procfs, sysfs: sysfs, devfs: devfs), connection: global.connection(in: context),
            guests: guests.isEmpty ? nil : Set(guests))
        let facts = history.take(measuresProcessors: measuresProcessors(examination), in: context)
        let known = facts.guests.map(\.name)
        for name in guests where !known.contains(name) {
            throw ClientError(.usage, unknownGuest(name, among: known))
        }
        let diagnosis = examination.diagnose(facts, guests: guests.isEmpty ? nil : Set(guests))
        let status = Self.status(diagnosis)
        if global.json {
            context.console.print(diagnosis.json(exitStatus: status).pretty())
        } else {
            let text = DoctorText(console: context.console, isVerbose: verbose)
            context.console.print(lines: text.lines(diagnosis, examined: examined(facts)))
        }
        if status != ExitStatus.success { throw ExitCode(status) }
    }

    /// `the host and 2 guests`
    private func examined(_ facts: Facts) -> String {
        let count = guests.isEmpty ? facts.guests.count : Set(guests).count
        let text = count == 0 ? "no guest" : "\(count) guest\(count == 1 ? "" : "s")"
        return guests.isEmpty ? "host and \(text)" : text
    }

    /// It takes a second, which is not spent for nothing.
    private func measuresProcessors(_ examination: Examination) -> Bool {
        guests.isEmpty && examination.only?.contains("processors-busy") ?? true
            && !examination.ignored.contains("processors-busy")
    }

    private static func status(_ diagnosis: Diagnosis) -> Int32 {
        switch diagnosis.worst {
        case .problem: ExitStatus.problemsFound
        case .warning: ExitStatus.warningsFound
        case .advice, nil: ExitStatus.success
        }
    }

    private func identifiers(_ words: [String]) -> [String] {
        words.flatMap { $0.split(separator: ",").map(String.init) }
    }

    private static func check(_ name: String) throws {
        let known = Check.all.map(\.identifier)
        guard !known.contains(name) else { return }
        let near = nearest(to: name, among: known).map { "'\($0)'" }
        let hint = near.isEmpty ? "see docs/doctor.md" : "did you mean \(near.joined(separator: " or "))?"
        throw ValidationError("no check is called '\(Text.printable(name))': \(hint)")
    }
}
