import BalloonKit
import PolicyWire

/// What is said with the daemon: its hello, the plugin's readiness or refusal, then rounds until it hangs up.
struct Conversation {
    private let channel: Channel
    private var decoder = RoundDecoder()
    private var encoder = ReplyEncoder()

    init(_ channel: Channel) { self.channel = channel }

    /// The process's exit status.
    consuming func hold(with image: Result<PluginImage, Refusal>) -> Int32 {
        do {
            guard let greeting = try channel.receive() else { return PluginProcess.Status.done }
            let hello = try decoder.hello(greeting)
            let policy: any Policy
            let manifest: PolicyManifest
            do throws(Refusal) {
                (policy, manifest) = try load(image.get(), hello)
            } catch {
                try channel.send(encoder.refused(error.code, error.sentence))
                return PluginProcess.Status.refused
            }
            try Confinement.close()
            try channel.send(encoder.ready(manifest))
            try answerRounds(policy)
            return PluginProcess.Status.done
        } catch {
            Console.note(Self.sentence(error))
            return PluginProcess.Status.failed
        }
    }

    private func load(
        _ image: PluginImage, _ hello: (api: UInt32, knobs: [String: Double])
    ) throws(Refusal) -> (any Policy, PolicyManifest) {
        guard hello.api == PolicyPlugin.api else {
            throw Refusal(
                .wrongAPI,
                "balloond has plugin interface \(hello.api), balloon-policyhost \(PolicyPlugin.api): install both from "
                    + "one version")
        }
        CrashReport.begin(for: image)
        let type = try LoadedPlugin(image).plugin().type
        let manifest = type.manifest
        if let problem = manifest.problem { throw Refusal(.badManifest, problem) }
        let knobs = KnobValues(hello.knobs)
        if let problem = knobs.problem(with: manifest.knobs) { throw Refusal(.badKnobs, problem) }
        return (type.init(knobs: knobs), manifest)
    }

    private mutating func answerRounds(_ policy: any Policy) throws {
        while let message = try channel.receive() {
            Confinement.renewProcessorTime()
            let (number, briefing) = try decoder.round(message)
            try channel.send(encoder.round(number, policy.propose(briefing), among: briefing.snapshot.guests))
        }
    }

    private static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as ChannelError: error.sentence
        case let error as ConfinementError: error.sentence
        case let error as WireError: error.description
        default: "\(error)"
        }
    }
}
