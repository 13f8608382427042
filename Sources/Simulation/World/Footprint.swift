import BalloonKit

/// What a guest holds of its host after a step: worked out once for all who look at it.
struct Footprint: Sendable {
    /// QEMU's own memory too.
    var resident = ByteCount.zero
    var residentRAM = ByteCount.zero
    var duplicateMemory = ByteCount.zero

    /// What the guest offers to KSM under its number. `alike`: how many guests have pages in common; one copy of each stays for
    /// all.
    func load(_ number: Int, alike: Int) -> KSMLoad {
        let part = alike > 1 ? Double(alike - 1) / Double(alike) : 0
        return KSMLoad(guest: number, scannable: residentRAM, mergeable: duplicateMemory.scaled(by: part))
    }
}
