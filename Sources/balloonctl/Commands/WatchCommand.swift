import ArgumentParser
import ControlProtocol
import QMP

struct WatchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Show what happens as it happens, until interrupted.",
        discussion: """
            On a terminal: usage, guests and what happened last, drawn anew with every cycle. Elsewhere a line an \
            event. With --json one event a line, as the daemon sent it.
            """)

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        var client = try ControlClient(global.connection(in: context))
        _ = try client.call(Watch(enable: true))
        var screen = global.json || context.console.width == nil ? nil : WatchScreen(console: context.console)
        while let message = try client.nextWatched() {
            guard case .event(let name, let data, let line) = message else { continue }
            if global.json {
                context.console.print(String(decoding: line.encoded(), as: UTF8.self))
                continue
            }
            guard let event = try Self.event(name: name, data: data) else { continue }
            if screen == nil {
                context.console.print("\(context.clockText()) \(Self.text(event))")
            } else {
                screen?.show(event, at: context.clockText())
            }
        }
        throw ClientError(.unavailable, "balloond ended the connection")
    }

    /// Nil for an event that this version does not know.
    private static func event(name: String, data: JSONValue) throws(ClientError) -> ControlEvent? {
        do throws(FieldError) {
            return try ControlEvent(name: name, data: data)
        } catch {
            throw ClientError(.protocolError, "an event \(name) of balloond cannot be read: \(error)")
        }
    }

    /// An event in a line.
    static func text(_ event: ControlEvent) -> String {
        let text =
            switch event {
            case .cycle(let event): cycle(event)
            case .decision(let event):
                "\(event.guest): \(event.action) \(Figures.bytes(event.actual)) -> \(event.target): \(event.reason.sentence)"
            case .guestState(let event):
                "\(event.guest): \(event.previous.map { "\($0) -> " } ?? "")\(event.state)"
                    + (event.reason.map { ": \($0)" } ?? "")
            case .pinExpired(let event): "\(event.guest): pin to \(event.target) expired"
            case .rungChanged(let event):
                "rung \(event.previous) -> \(event.rung)" + (event.reason.map { ": \($0.sentence)" } ?? "")
            }
        return Text.printable(text)
    }

    private static func cycle(_ event: CycleEvent) -> String {
        let usage = event.status.pool.map { "usage \(Figures.percent($0.usage)) of \(Figures.percent($0.limit))" }
        let fresh = event.guests.count { $0.state == "fresh" }
        return "cycle \(event.status.cycle): \(usage ?? "pool not readable"), rung \(event.status.rung), "
            + "\(fresh) of \(event.guests.count) guests fresh"
    }
}
