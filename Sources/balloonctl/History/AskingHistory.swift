import ControlProtocol
import QMP

extension ControlClient {
    /// Asks about the past. A daemon from before there was a history does not know the question.
    mutating func recall<Command: ControlCommand>(_ command: Command, guest: String? = nil) throws(ClientError)
        -> Answer<Command.Reply>
    {
        do throws(ClientError) {
            return try call(command, guest: guest)
        } catch {
            guard error.code == .refused(.commandNotFound) else { throw error }
            throw ClientError(
                error.code,
                """
                this balloond knows nothing of the past: it was built before this balloonctl (\(ProjectVersion.current))
                'balloonctl status' tells its version; after an update and a restart it keeps a history.
                """)
        }
    }
}
