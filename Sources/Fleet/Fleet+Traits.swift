import BalloonKit
import HostMemory
import NIOCore
import NIOPosix

/// How QEMU processes hold guest RAM: read on a thread of its own, one process at a time and a few a second, since the
/// kernel walks all page tables of the process for it.
extension Fleet {
    static let traitsEvery = Duration.seconds(120)
    /// Between two reads; with more guests than fit into ``traitsEvery`` each is read later, the longest overdue first.
    static let traitsSpacing = Duration.milliseconds(250)

    func readTraits(of guest: Guest, at now: MonotonicTime) {
        guard let process = guest.process else { return guest.traitsAt = nil }
        if let known = traitsRead, known.process.pid == process.pid, now - known.time < Self.traitsEvery,
            known.process.resident() != nil
        {
            // Several guests of one process: its mappings say the same of each.
            guest.traits = known.traits
            guest.traitsAt = now + Self.traitsEvery
            return
        }
        guard !traitsAreRead, now >= nextTraitsRead else { return }
        traitsAreRead = true
        nextTraitsRead = now + Self.traitsSpacing
        files.runIfActive(eventLoop: eventLoop) { try process.traits() }.assumeIsolated().whenComplete {
            [self] outcome in
            traitsAreRead = false
            let traits = (try? outcome.get()) ?? nil
            traitsRead = TraitsRead(process: process, traits: traits, time: time)
            guard guest.process === process else { return }
            if let traits { guest.traits = traits }
            guest.traitsAt = time + Self.traitsEvery
        }
    }
}

/// The last process whose mappings were read.
struct TraitsRead {
    let process: ProcessMemory
    let traits: MemoryTraits?
    let time: MonotonicTime
}
