import BalloonKit
import ControlProtocol
import Logging
import PolicySupervisor
import QMP

/// Carries out the operators' commands about policies. Confined to the event loop.
struct PolicyOrders {
    let desk: PolicyDesk
    let logger: Logger

    func use(_ name: String, from peer: Peer, _ completion: @escaping OperatorService.Completion) {
        note("policy \(name)", peer)
        desk.use(name) { result in
            answer(result, to: name, completion) { change in
                "\(Self.titled(name, change)) decides" + Self.end(of: change, key: "policy.use")
            }
        }
    }

    /// - Parameter name: nil ends it.
    func shadow(_ name: String?, from peer: Peer, _ completion: @escaping OperatorService.Completion) {
        note("policy \(name ?? "none") in shadow", peer)
        desk.shadow(name) { result in
            answer(result, to: name, completion) { change in
                let state = name.map { "\(Self.titled($0, change)) runs in shadow" } ?? "no policy runs in shadow"
                return state + Self.end(of: change, key: "policy.shadow")
            }
        }
    }

    func reinstate(from peer: Peer, _ completion: @escaping OperatorService.Completion) {
        note("policies reinstated", peer)
        desk.reinstate { result in
            completion(result.map { reply("what was quarantined or waiting runs again, and is forgiven") })
        }
    }

    private func answer(
        _ result: Result<PolicySwitch, ControlFailure>, to name: String?,
        _ completion: @escaping OperatorService.Completion, _ sentence: (PolicySwitch) -> String
    ) {
        switch result {
        case .success(let change): completion(.success(reply(sentence(change))))
        case .failure(let failure): explain(failure, of: name) { completion(.failure($0)) }
        }
    }

    /// A name that no file has is an error of its own, so that a client can say which names there are.
    private func explain(
        _ failure: ControlFailure, of name: String?, _ completion: @escaping (ControlFailure) -> Void
    ) {
        guard let name, !name.hasPrefix("/") else { return completion(failure) }
        let directories = desk.report.settings.directories
        desk.offers { offers in
            guard !offers.contains(where: { $0.file.name == name }) else { return completion(failure) }
            let places = directories.isEmpty ? "no directory is configured" : directories.joined(separator: " or ")
            completion(ControlFailure(.policyNotFound, "there is no policy '\(name)' (\(places))"))
        }
    }

    private func reply(_ sentence: String) -> PolicyReply {
        PolicyReply(active: desk.activeName, shadow: desk.shadowName, sentence: sentence)
    }

    private static func titled(_ name: String, _ change: PolicySwitch) -> String {
        let round = change.roundTime.map { " (it answered in \($0.text))" } ?? ""
        return name + (change.version.map { " \($0)" } ?? "") + round
    }

    /// Until when it holds.
    private static func end(of change: PolicySwitch, key: String) -> String {
        guard !change.isKept else { return ", as the configuration says" }
        return "; the next restart or reload goes back to \(change.configured ?? "none") unless \(key) is changed"
    }

    private func note(_ what: String, _ peer: Peer) {
        logger.notice("operator: \(what)", metadata: ["by": "\(peer.name)", "pid": "\(peer.pid)"])
    }
}
