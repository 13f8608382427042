import BalloonKit
import HostMemory
import NIOCore
import NIOPosix

/// How QEMU processes hold guest RAM: read on a thread of its own, one process at a time, since the kernel walks all page
/// tables of the process for it.
extension Fleet {
    static let traitsEvery = Duration.seconds(120)

    func queueTraits(_ guest: Guest) {
        guest.traitsAt = nil
        guard guest.process != nil else { return }
        traitsQueue.append(guest)
        readNextTraits()
    }

    private func readNextTraits() {
        guard !traitsAreRead, !isStopped, !traitsQueue.isEmpty else { return }
        let guest = traitsQueue.removeFirst()
        guard let process = guest.process else { return readNextTraits() }
        traitsAreRead = true
        files.runIfActive(eventLoop: eventLoop) { try process.traits() }.assumeIsolated().whenComplete {
            [self] outcome in
            traitsAreRead = false
            if guest.process === process {
                if case .success(.some(let traits)) = outcome { guest.traits = traits }
                guest.traitsAt = time + Self.traitsEvery
            }
            readNextTraits()
        }
    }
}
