import QMP
import Testing

@testable import Doctor

@Suite("What QEMU itself says, as QEMU 7.2 said it")
struct HardwareTests {
    private func answers() throws -> [String: JSONValue] {
        let object = try #require(try Recorded.json("hardware-7.2.json").object)
        return Dictionary(object.members.map { ($0.key, $0.value) }) { $1 }
    }

    /// As the command line had it, but for what was changed since.
    private var asked: GuestFacts {
        guest(
            """
            -nodefaults -accel kvm -accel tcg -smp 4 -drive if=none,id=disk0,format=raw,file=/srv/images/data.img \
            -device virtio-blk-pci,drive=disk0,id=data -blockdev driver=file,filename=/srv/images/data.img2,node-name=store \
            -device virtio-blk-pci,drive=store
            """)
    }

    @Test("accelerator, processors, caches and the balloon as they are, not as they were asked for")
    func corrected() throws {
        var guest = asked
        #expect(guest.isAccelerated == nil && guest.balloon?.isPresent == false)
        #expect(guest.disks?.map(\.cache) == [.writeback, .writeback])
        HardwareAnswers(balloon: "/machine/peripheral/balloon0", answers: try answers()).correct(&guest)
        #expect(guest.isAccelerated == false)
        #expect(guest.processors == 1)
        #expect(guest.disks?.map(\.cache) == [CacheMode.none, .unsafe])
        #expect(guest.balloon?.isPresent == true)
        #expect(guest.balloon?.deflatesOnOOM == true)
        #expect(guest.balloon?.reportsFreePages == false)
        #expect(guest.balloon?.driverAnswers == true)
        #expect(guest.balloon?.tellsAvailable == true)
    }

    @Test("a driver that never told anything, and one that does not tell what is available")
    func silentDriver() throws {
        var guest = asked
        var silent = try answers()
        silent["guest-stats"] = ["last-update": 0, "stats": [:]]
        HardwareAnswers(balloon: "/balloon", answers: silent).correct(&guest)
        #expect(guest.balloon?.driverAnswers == false && guest.balloon?.tellsAvailable == nil)
        // QEMU's all-ones mark, as it arrives.
        silent["guest-stats"] = ["last-update": 1_700_000_000, "stats": ["stat-available-memory": .real(0x1p64)]]
        HardwareAnswers(balloon: "/balloon", answers: silent).correct(&guest)
        #expect(guest.balloon?.driverAnswers == true && guest.balloon?.tellsAvailable == false)
    }

    @Test("no balloon, no answers: nothing that was known is forgotten")
    func nothing() {
        var guest = asked
        HardwareAnswers(balloon: nil, answers: [:]).correct(&guest)
        #expect(guest.balloon == BalloonFacts(isPresent: false))
        #expect(guest.processors == 4 && guest.disks == asked.disks)
        HardwareAnswers(balloon: "/balloon", answers: ["query-block": 7, "guest-stats": "x"]).correct(&guest)
        #expect(guest.balloon?.isPresent == true && guest.balloon?.driverAnswers == nil)
    }
}
