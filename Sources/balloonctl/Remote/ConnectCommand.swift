import ArgumentParser
import ControlProtocol
import Glibc

/// The far end of `--host`: what ssh starts. It relays and understands nothing, so that versions may differ.
struct ConnectCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Relay standard input and output to the daemon's socket; --host uses it.",
        shouldDisplay: false)

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) throws {
        let settings = global.connection(in: context)
        let socket: UnixSocket
        do throws(UnixSocket.Failure) {
            socket = try UnixSocket(connectingTo: settings.socket, by: monotonicTime() + settings.timeout)
        } catch {
            throw connectError(path: settings.socket, failure: error)
        }
        Relay(socket: socket.lent).run()
    }
}
