import ControlProtocol
import QMP

extension ControlClient {
    /// Sends a command about one policy; if there is no such policy, the error says which ones there are.
    mutating func call<Command: ControlCommand>(_ command: Command, policy: String?) throws(ClientError)
        -> Answer<Command.Reply>
    {
        do throws(ClientError) {
            return try call(command)
        } catch {
            guard error.code == .refused(.policyNotFound), let policy else { throw error }
            // The first error is the one that counts, whatever becomes of the second question.
            guard let known = try? call(QueryPolicy()).value().available.map(\.name) else { throw error }
            let near = nearest(to: policy, among: [builtInName] + known).map { "'\(Text.printable($0))'" }
            let hint =
                near.isEmpty ? "see 'balloonctl policy list'" : "did you mean \(near.joined(separator: " or "))?"
            throw ClientError(error.code, "\(error.description): \(hint)")
        }
    }
}
