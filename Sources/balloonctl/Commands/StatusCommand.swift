import ArgumentParser
import BalloonKit
import ControlProtocol

struct StatusCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the pool and the daemon at a glance.")

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        try ask(QueryStatus(), in: context) {
            Self.fields($0, console: context.console).lines(console: context.console)
        }
    }

    static func fields(_ status: StatusReport, console: Console) -> FieldList {
        var fields = FieldList()
        fields.add("balloond", daemon(status))
        if status.isDryRun { fields.add("mode", "dry run: decides and explains, sends nothing", .yellow) }
        addPolicy(status, to: &fields)
        if status.isPaused { fields.add("control", "paused by an operator", .yellow) }
        addPool(status.pool, to: &fields, console: console)
        fields.add("rung", rung(status), status.rung == "normal" ? .plain : .yellow)
        if let room = status.room { fields.add("reserved", RoomText.brief(room), RoomText.style(room)) }
        fields.add("guests", guests(status.guests))
        for alarm in status.alarms { fields.add("ALARM", "\(alarm.code): \(alarm.sentence)", .red) }
        fields.add("counters", counters(status.counters), .dim)
        return fields
    }

    private static func daemon(_ status: StatusReport) -> String {
        let cycle = status.cycleDuration.map { " (\(Figures.span($0)))" } ?? ""
        return "\(status.version), pid \(status.pid), up \(Figures.span(status.started)), "
            + "cycle \(status.cycle)\(cycle)"
    }

    private static func addPolicy(_ status: StatusReport, to fields: inout FieldList) {
        let state = status.policyState ?? "running"
        let standing = state == "running" ? "" : ", \(PolicyText.word(forState: state))"
        let shadow = status.shadowPolicy.map { "; \($0) in shadow" } ?? ""
        fields.add("policy", status.policy + standing + shadow, PolicyText.style(ofState: state))
        fields.add("stand-in", status.policyReason.map { "the built-in policy decides: \($0)" }, .yellow)
    }

    private static func addPool(_ pool: PoolReport?, to fields: inout FieldList, console: Console) {
        guard let pool else {
            fields.add("pool", "could not be read: nothing is decided", .red)
            return
        }
        let width = min(50, (console.width ?? 80) - 30)
        let bar = UsageBar.text(usage: pool.usage, limit: pool.limit, width: width)
        let style: Style = pool.usage > pool.limit ? .red : pool.usage > pool.highWatermark ? .yellow : .green
        fields.add("pool", "\(pool.kind), \(pool.total)")
        fields.add("usage", "\(bar) \(Figures.percent(pool.usage))", style)
        fields.add(
            "limit",
            "\(Figures.percent(pool.limit)), watermarks \(Figures.percent(pool.highWatermark)) and "
                + Figures.percent(pool.lowWatermark))
        fields.add("memory", "\(pool.used) used, \(pool.available) available")
        fields.add("forecast", pool.predicted.map { "\($0), \(Figures.rate(pool.slope))" })
        fields.add("swap", pool.swapUsed.map { "\($0) used" })
        if pool.pressureSome != nil || pool.pressureFull != nil {
            fields.add(
                "pressure", "some \(Figures.percent(pool.pressureSome)), full \(Figures.percent(pool.pressureFull))")
        }
    }

    private static func rung(_ status: StatusReport) -> String {
        guard let ksm = status.ksm else { return "\(status.rung); no KSM" }
        let held = ksm.hold.map { ", held by an operator (\($0))" } ?? ""
        return "\(status.rung); KSM \(KSMCommand.state(run: ksm.run)), saves \(ksm.saved)\(held)"
    }

    /// Those that counted something, by name; nil when none did.
    private static func counters(_ counters: [String: UInt64]) -> String? {
        let counted = counters.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { name, value in
            guard name.hasSuffix("_bytes") else { return "\(name) \(value)" }
            return "\(name.dropLast("_bytes".count)) \(ByteCount(clamping: value))"
        }
        return counted.isEmpty ? nil : counted.joined(separator: ", ")
    }

    private static func guests(_ counts: [String: Int]) -> String {
        let present = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        return present.isEmpty ? "none" : present.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}
