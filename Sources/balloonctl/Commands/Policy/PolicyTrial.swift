import BalloonKit
import ControlProtocol
import Glibc
import PolicySupervisor
import PolicyWire
import QMP

/// A plugin tried out without a daemon: loaded as the daemon would, and asked some rounds.
struct PolicyTrial {
    static let rounds = 50
    static let guests = 1000
    /// The daemon's, unless its configuration says otherwise.
    static let deadline = Duration.milliseconds(50)
    /// What is not answered by then is not waited for.
    private static let patience = Duration.seconds(5)

    let file: String
    /// Nil when it was not loaded.
    private(set) var manifest: PolicyManifest?
    /// Why it would not be loaded, or what went wrong in a round.
    private(set) var failure: PolicyFailure?
    /// Of each round that was answered, shortest first.
    private(set) var times: [Duration] = []
    /// Targets proposed in the last round.
    private(set) var proposals = 0
    /// What the plugin wrote.
    private(set) var log: [String] = []

    /// What stands in the way of a daemon that runs as root although nothing is wrong with the file; nil when nothing does.
    private(set) var note: String?

    init(_ launch: PolicyLaunch) {
        file = launch.plugin
        note = Self.note(about: launch.plugin)
        do throws(PolicyFailure) {
            let process = try PolicyProcess(launch)
            manifest = process.manifest
            try ask(process)
        } catch {
            failure = error
            log = error.log
        }
    }

    /// A file that is not even tried.
    init(file: String, failure: PolicyFailure) {
        self.file = file
        self.failure = failure
    }

    private mutating func ask(_ process: PolicyProcess) throws(PolicyFailure) {
        defer {
            times.sort()
            log = process.log
            process.stop()
        }
        let host = SyntheticHost(guests: Self.guests)
        for round in 1...Self.rounds {
            let briefing = host.briefing(round: round)
            let start = monotonicTime()
            proposals = try process.round(briefing, deadline: Self.patience).count
            times.append(monotonicTime() - start)
        }
    }

    private static func note(about file: String) -> String? {
        var status = stat()
        guard stat(file, &status) == 0, status.st_uid != 0 else { return nil }
        return "a daemon that runs as root takes it once it is root's: install -m 644 \(file) /etc/balloond/policies/"
    }

    var median: Duration? { times.isEmpty ? nil : times[times.count / 2] }
    var slowest: Duration? { times.last }

    /// It loads, answers, and most answers come within the deadline.
    var isGood: Bool { failure == nil && median.map { $0 <= Self.deadline } ?? false }

    /// What is wrong, in kebab case: a refusal's code or a failure's kind; nil when nothing is.
    var code: String? {
        guard let failure else { return isGood ? nil : "late" }
        guard case .refused(let refusal) = failure.kind else { return failure.kind.name }
        return refusal.rawValue
    }

    var knobs: [KnobReport] {
        manifest.map { manifest in manifest.knobs.map { KnobReport($0, value: KnobValues()[$0]) } } ?? []
    }
}

extension PolicyTrial {
    func lines(console: Console) -> [String] {
        var lines = fields.lines(console: console)
        if !knobs.isEmpty {
            lines += [""] + PolicyText.table(knobs).lines(width: console.width, colour: console.hasColour)
        }
        return lines
    }

    private var fields: FieldList {
        var fields = FieldList()
        fields.add("file", file)
        fields.add("verdict", verdict, isGood ? .green : .red)
        fields.add("because", failure?.sentence)
        fields.add("policy", manifest.map { "\($0.name) \($0.version)" })
        fields.add("does", manifest?.summary)
        if let median, let slowest {
            fields.add(
                "rounds",
                "\(times.count) of \(Self.guests) guests: median \(Figures.span(median)), slowest \(Figures.span(slowest)); "
                    + "the daemon's deadline is \(Self.deadline.text)",
                slowest > Self.deadline ? .yellow : .plain)
            fields.add("proposals", "\(proposals) in the last round")
        }
        fields.add("note", note, .yellow)
        for (index, line) in log.enumerated() { fields.add(index == 0 ? "its log" : "", line, .dim) }
        return fields
    }

    private var verdict: String {
        if let code, manifest == nil { return "it would not be loaded: \(code)" }
        guard let code else { return "it loads and answers in time" }
        return failure == nil
            ? "it loads, and is too slow: the built-in policy would decide" : "it loads, and fails: \(code)"
    }

    /// Machines read the same.
    var json: JSONValue {
        var fields = FieldWriter()
        fields.add("file", file)
        fields.add("loads", manifest != nil)
        fields.add("good", isGood)
        fields.add("code", code)
        fields.add("sentence", failure?.sentence)
        fields.add("name", manifest?.name)
        fields.add("version", manifest?.version)
        fields.add("summary", manifest?.summary)
        fields.add("knobs", knobs)
        fields.add("rounds", times.count)
        fields.add("guests", Self.guests)
        fields.add("median_seconds", median)
        fields.add("slowest_seconds", slowest)
        fields.add("deadline_seconds", Self.deadline)
        fields.add("proposals", proposals)
        fields.add("note", note)
        fields.add("log", log)
        return .object(fields.object)
    }
}
