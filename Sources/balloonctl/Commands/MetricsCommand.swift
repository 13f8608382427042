import ArgumentParser
import ControlProtocol
import Exposition
import QMP

struct MetricsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "Print everything for Prometheus, as the daemon's /metrics does.",
        discussion: """
            For node_exporter's textfile collector, from a timer:
              balloonctl metrics --output /var/lib/prometheus/node-exporter/balloond.prom
            The file is replaced as a whole or left as it was.
            """)

    @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
    var output: String?

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        var client = try ControlClient(global.connection(in: context))
        let status = try client.call(QueryStatus())
        let guests = try client.call(QueryGuests())
        let text: String
        if global.json {
            text = JSONValue.object(["status": status.json, "guests": guests.json["guests"] ?? []]).pretty() + "\n"
        } else {
            text = String(
                decoding: MetricsText.bytes(status: try status.value(), guests: try guests.value().guests),
                as: UTF8.self)
        }
        guard let output else { return context.console.out(text) }
        try FileReplacement.write(text, to: output)
    }
}
