import BalloonKit
import ControlProtocol
import Controller
import Foundation
import QMP

/// Carries out `set-ksm`. Confined to the event loop.
struct KSMOrders {
    let loop: ControlLoop
    let isOff: Bool

    /// Answers when the order holds; for `unmerge` when the kernel is done.
    func carryOut(
        _ action: SetKSM.Action, from peer: Peer, at wall: Date, completion: @escaping OperatorService.Completion
    ) {
        do throws(ControlFailure) {
            let pool = try governedPool()
            switch action {
            case .start: hold(.start, peer, wall)
            case .stop: hold(.stop, peer, wall)
            case .auto:
                // What the unmerging of a hold has written goes back at the operator's word: no cycle need have seen the hold.
                if loop.desk.ksmOrder.hold == .stop { loop.stopKSM() }
                hold(nil, peer, wall)
            case .retune: try retune()
            case .unmerge: return try unmerge(pool, peer, wall, completion)
            }
            completion(.success(reply(action)))
        } catch {
            completion(.failure(error))
        }
    }

    private func governedPool() throws(ControlFailure) -> PoolSample {
        if isOff { throw ControlFailure(.genericError, "ksm.mode is \"off\": the daemon does not touch KSM") }
        guard let pool = loop.poolNow() else {
            throw ControlFailure(.genericError, "the pool cannot be read now")
        }
        guard pool.ksm != nil else { throw ControlFailure(.genericError, "this host has no KSM") }
        return pool
    }

    private func hold(_ hold: KSMOrder.Hold?, _ peer: Peer, _ wall: Date) {
        loop.desk.setKSMHold(hold.map { StoredKSMHold($0, setBy: peer.name, created: wall) })
        loop.hasten()
    }

    private func retune() throws(ControlFailure) {
        guard loop.desk.ksmOrder.hold != .stop else {
            throw ControlFailure(.genericError, "an operator has stopped KSM: 'ksm auto' or 'ksm start' first")
        }
        loop.desk.retuneKSM()
        loop.hasten()
    }

    private func unmerge(
        _ pool: PoolSample, _ peer: Peer, _ wall: Date, _ completion: @escaping OperatorService.Completion
    ) throws(ControlFailure) {
        var marks = loop.watermarks(of: pool.total)
        marks.high -= loop.desk.room.held
        let unmerging = KSMUnmerging(pool, marks)
        guard unmerging.fits else {
            throw ControlFailure(
                .genericError,
                "unmerging needs \(unmerging.needed), and \(unmerging.room) is left under the high watermark: "
                    + "nothing was changed")
        }
        hold(.stop, peer, wall)
        var reply = reply(.unmerge)
        reply.unmerged = unmerging.needed
        guard !loop.isDryRun else { return completion(.success(reply)) }
        loop.unmergeKSM { completion($0.map { reply }) }
    }

    private func reply(_ action: SetKSM.Action) -> SetKSM.Reply {
        let until = "until 'balloonctl ksm auto'"
        let sentence =
            switch action {
            case .start: "KSM merges within its processor cap, needed or not, \(until)"
            case .stop: "KSM does not scan, and what is merged stays merged, \(until)"
            case .auto: "the daemon decides about KSM again"
            case .retune: "what was learnt about KSM's cost and yield is forgotten"
            case .unmerge: "nothing is merged, and KSM does not scan \(until)"
            }
        let dryRun = loop.isDryRun ? " (dry run: nothing is written)" : ""
        return SetKSM.Reply(hold: loop.desk.ksmOrder.hold?.rawValue, sentence: sentence + dryRun)
    }
}
