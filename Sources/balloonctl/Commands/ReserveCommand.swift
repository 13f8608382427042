import ArgumentParser
import BalloonKit
import ControlProtocol

struct ReserveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "reserve",
        abstract: "Make room in the pool and hold it for a guest that is to come.",
        discussion: """
            balloonctl reserve 4G --for 2m --wait && virsh start web9
            Idle memory makes it, nobody is squeezed; guests in need go before it, and
            it shrinks by what newcomers take. With --wait the exit status is 2 where
            it cannot be had, with what is missing and what would help.
            Without a size: how it stands. Another size replaces it.
            """)

    @Argument(help: "Room to hold under the limit: 4G, 10% (of the pool).", transform: checkSize)
    var size: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long it is held, 1s to 1h (default: 60s).", valueName: "time"), transform: parseSpan)
    var duration: Duration?

    @Flag(name: .long, help: "Wait until the room is there, at most --timeout.")
    var wait = false

    @Flag(name: .long, help: "End the reservation now.")
    var release = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if release, size != nil { throw ValidationError("--release takes no size: it ends what is reserved") }
        if size == nil, wait || duration != nil { throw ValidationError("say how much room: balloonctl reserve 4G") }
    }

    func run(in context: Context) throws {
        if release {
            return try ask(ReserveRoom(size: .bytes(.zero)), in: context) { _ in ["nothing is reserved any more"] }
        }
        guard let size else {
            return try ask(QueryRoom(), in: context) { RoomText.fields($0).lines(console: context.console) }
        }
        let request = ReserveRoom(size: .text(size), duration: duration)
        guard wait else { return try ask(request, in: context) { [RoomText.sentence($0)] } }
        var client = try ControlClient(global.connection(in: context))
        let asked = try client.call(request).value()
        let patience = global.timeout ?? SetAction.defaultPatience
        try RoomWait(asked: asked.asked, patience: patience, showsJSON: global.json).run(&client, in: context)
    }
}
