import BalloonKit
import HostMemory
import NIOCore

/// One batch of statistics requests that is being answered.
struct PollRound {
    var remaining: Int
    let completion: () -> Void
    let deadline: Scheduled<Void>
}

extension Fleet {
    /// Asks every connected guest for its statistics, in one batch, and reads every QEMU's resident size.
    ///
    /// A round that still runs is ended first.
    /// - Parameters:
    ///   - deadline: how long to wait for the answers; answers that come later count for the next ``samples()``.
    ///   - completion: called once, when all have answered or the deadline has passed; at once when there is nobody to ask.
    public func poll(deadline: Duration, completion: @escaping () -> Void) {
        endRound()
        tally.polls &+= 1
        let all = sortedGuests()
        let now = time
        var asked = 0
        var visits: [Guest] = []
        for guest in all {
            if guest.tracker.beginPoll(at: now) {
                guest.writePoll()
            } else if guest.tracker.beginVisit(at: now) {
                visits.append(guest)
            } else {
                continue
            }
            guest.isInRound = true
            asked += 1
        }
        // While QEMU works on the answers.
        for guest in all where guest.process != nil { guest.resident = guest.process?.resident() }
        readMerged(of: all)
        guard asked > 0 else { return completion() }
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let task = eventLoop.scheduleTask(in: TimeAmount(deadline)) { bound.value.endRound() }
        round = PollRound(remaining: asked, completion: completion, deadline: task)
        // The rest follows with the next ticks.
        for guest in visits.prefix(Self.connectsPerTick) { connect(guest) }
    }

    /// A few guests a poll, all of them in about half a minute: what is merged changes slowly.
    private func readMerged(of all: [Guest]) {
        guard readsMerged else { return }
        for _ in 0..<min(max(4, all.count / 32), all.count) {
            nextMerged = nextMerged < all.count ? nextMerged : 0
            let guest = all[nextMerged]
            guest.merged = guest.process?.merged()
            nextMerged += 1
        }
    }

    func answered(_ guest: Guest) {
        guest.isInRound = false
        guard round != nil else { return }
        round?.remaining -= 1
        if round?.remaining == 0 { endRound() }
    }

    /// Ends the round that runs, if any; who has not answered is not waited for any more.
    func endRound() {
        guard let ended = round else { return }
        round = nil
        ended.deadline.cancel()
        if ended.remaining > 0 {
            tally.incompletePolls &+= 1
            for guest in guests.values { guest.isInRound = false }
        }
        ended.completion()
    }
}
