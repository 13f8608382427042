public import BalloonKit
import PolicyWire

/// One plugin in a process of its own, asked round by round.
///
/// Whatever the plugin does, a call ends by its deadline, costs a bounded amount of memory, and says in a sentence what went
/// wrong. After a failure the process is gone: a new one must be started.
///
/// Blocking: used by one thread at a time, which must not be one that others wait for.
public final class PolicyProcess {
    /// What the plugin says about itself, as far as it can be believed.
    public let manifest: PolicyManifest
    /// What of its answers had to be made fit.
    public private(set) var repairs = ReplyRepairs()

    private let child: PolicyChild
    private var encoder = RoundEncoder()
    private var number: UInt64 = 0
    private var failure: PolicyFailure?

    /// The process's number.
    public var pid: Int32 { child.pid }
    /// The last lines of its standard output and error: at most 64 and 16 KiB, without control characters.
    public var log: [String] { child.log.lines }
    /// Bytes that it has written to them: as long as they are the same, so is ``log``.
    public var printed: UInt64 { child.log.written }
    /// Lines that it has written and that are kept no longer.
    public var linesDropped: UInt64 { child.log.dropped }

    /// Starts the host with the plugin, and waits for its manifest.
    ///
    /// - Throws: ``PolicyFailure``: `.refused` when the host does not load it or its knobs do not fit, `.cannotStart` when there
    ///   is no host or no manifest in time, `.died` or `.nonsense`. The process is gone then.
    public init(_ launch: PolicyLaunch) throws(PolicyFailure) {
        child = try PolicyChild(launch)
        manifest = try Self.manifest(of: child, launch, RoundEncoder())
    }

    private static func manifest(
        of child: PolicyChild, _ launch: PolicyLaunch, _ encoder: RoundEncoder
    ) throws(PolicyFailure) -> PolicyManifest {
        let reply: [UInt8]
        do throws(PolicyFailure) {
            reply = try child.ask(
                encoder.hello(knobs: launch.knobs), longest: ReplyBounds.longestManifest,
                until: .now + launch.startDeadline, of: launch.startDeadline)
        } catch {
            var failure = error
            if failure.kind == .late {
                failure.kind = .cannotStart
                failure.sentence = "it told nothing about itself within \(launch.startDeadline.text)"
            }
            throw failure
        }
        let answer: HelloReply
        do throws(Nonsense) {
            answer = try HelloReply(reply, knobs: launch.knobs)
        } catch {
            throw child.failure(.nonsense, error.sentence)
        }
        switch answer {
        case .ready(let manifest): return manifest
        case .refused(let refusal, let sentence): throw child.failure(.refused(refusal), sentence)
        }
    }

    /// Asks for proposals.
    ///
    /// What comes back is well-formed and no more: guests that are not there and absurd targets are left to the guardrails.
    ///
    /// - Parameter deadline: From now to the answer's last byte.
    /// - Throws: ``PolicyFailure``: `.late`, `.died` or `.nonsense`. The process is gone then, and so it is in later rounds.
    public func round(_ briefing: Briefing, deadline: Duration) throws(PolicyFailure) -> [Proposal] {
        if let failure { throw failure }
        do throws(PolicyFailure) {
            return try answer(to: briefing, until: .now + deadline, deadline)
        } catch {
            failure = error
            throw error
        }
    }

    private func answer(
        to briefing: Briefing, until end: SuspendingClock.Instant, _ deadline: Duration
    ) throws(PolicyFailure) -> [Proposal] {
        number += 1
        let reply = try child.ask(
            encoder.round(number, briefing), longest: WireFrame.longestReply, until: end, of: deadline)
        do throws(Nonsense) {
            let answer = try RoundReply(
                reply, round: number, guests: briefing.snapshot.guests, longest: WireFrame.longestReply,
                repairs: repairs)
            repairs = answer.repairs
            return answer.proposals
        } catch {
            throw child.failure(.nonsense, error.sentence)
        }
    }

    /// Tells the process to end, and kills it when it does not within 200 ms.
    public func stop() {
        if failure == nil { failure = PolicyFailure(.died, "it was stopped") }
        child.stop()
    }
}
