import BalloonKit
import Simulation
import Testing

/// The measured fleet: eight guests, 280,000 pages, 956 MiB to be saved (measured on Linux 6.18).
private struct Fleet {
    var model = KSMModel()
    var loads = (0..<8).map {
        KSMLoad(guest: $0, scannable: .pages(35_000), mergeable: .pages(956 * 256 / 8))
    }

    init(pages: Int, sleep: Duration, run: Int = 1) {
        model.run = run
        model.pagesToScan = pages
        model.sleep = sleep
    }

    mutating func advance(_ seconds: Int) {
        for _ in 0..<(seconds * 10) { model.advance(by: 0.1, loads) }
    }

    var savedMebibytes: Double { Double(model.saved.bytes) / 1_048_576 }
    var busy: Double { Double(model.scannerTime / .milliseconds(1)) / 1000 }
}

struct MeasuredSetting: Sendable, CustomTestStringConvertible {
    let pages: Int
    let sleep: Int
    /// Share of a core, mean of 30 s.
    let share: Double
    /// MiB after 5, 10, 20 and 30 s.
    let saved: [Double]

    var testDescription: String { "\(pages)/\(sleep)" }

    static let table = [
        MeasuredSetting(pages: 100, sleep: 20, share: 0.002, saved: [0, 0, 0, 0]),
        MeasuredSetting(pages: 500, sleep: 200, share: 0.001, saved: [0, 0, 0, 0]),
        MeasuredSetting(pages: 1000, sleep: 200, share: 0.002, saved: [0, 0, 0, 0]),
        MeasuredSetting(pages: 1000, sleep: 20, share: 0.080, saved: [0, 45, 956, 956]),
        MeasuredSetting(pages: 2000, sleep: 50, share: 0.077, saved: [0, 7, 956, 956]),
        MeasuredSetting(pages: 5000, sleep: 200, share: 0.066, saved: [0, 0, 392, 956]),
        MeasuredSetting(pages: 5000, sleep: 20, share: 0.16, saved: [956, 956, 956, 956]),
        MeasuredSetting(pages: 20_000, sleep: 200, share: 0.11, saved: [211, 956, 956, 956]),
        MeasuredSetting(pages: 20_000, sleep: 20, share: 0.35, saved: [956, 956, 956, 956]),
    ]
}

@Suite struct KSMModelTests {
    @Test("It saves what a kernel saved, when it did, for what it cost", arguments: MeasuredSetting.table)
    func measured(_ row: MeasuredSetting) {
        func saved(after seconds: Double) -> Double {
            var fleet = Fleet(pages: row.pages, sleep: .milliseconds(row.sleep))
            fleet.model.advance(by: seconds, fleet.loads)
            return fleet.savedMebibytes
        }
        for (time, expected) in zip([5.0, 10, 20, 30], row.saved) {
            // The same amount within half to double the time.
            let (early, late) = (saved(after: time / 2), saved(after: time * 2))
            #expect(
                early <= expected + 25 && late >= expected * 0.97, "\(time) s: \(early) ... \(late), not \(expected)")
        }
        var fleet = Fleet(pages: row.pages, sleep: .milliseconds(row.sleep))
        fleet.advance(30)
        #expect(fleet.busy / 30 > row.share / 2 && fleet.busy / 30 < row.share * 2)
    }

    @Test(
        "With everything merged it costs what it cost a kernel",
        arguments: [(20_000, 0.29), (5000, 0.075), (1000, 0.016), (100, 0.002)])
    func steady(_ pages: Int, _ share: Double) {
        var fleet = Fleet(pages: 20_000, sleep: .milliseconds(20))
        fleet.advance(60)
        let before = fleet.busy
        fleet.model.pagesToScan = pages
        fleet.advance(30)
        #expect((fleet.busy - before) / 30 > share / 2 && (fleet.busy - before) / 30 < share * 2)
    }

    @Test("It earns nothing and only costs until the second full scan")
    func profit() {
        var fleet = Fleet(pages: 5000, sleep: .milliseconds(20))
        while fleet.model.fullScans < 1 { fleet.model.advance(by: 0.1, fleet.loads) }
        #expect(fleet.savedMebibytes < 10)
        var calm = Fleet(pages: 5000, sleep: .milliseconds(20))
        calm.loads = calm.loads.map { KSMLoad(guest: $0.guest, scannable: $0.scannable, mergeable: .zero) }
        calm.advance(5)
        #expect(calm.model.fullScans >= 2 && calm.model.profit == .pages(-280_000 * 64 / 4096))
        fleet.advance(10)
        #expect(fleet.model.profit > .mebibytes(900))
    }

    @Test("What a guest writes is private at once, and the counters say so after the next full scan")
    func writes() {
        var fleet = Fleet(pages: 5000, sleep: .milliseconds(20))
        fleet.advance(10)
        let all = fleet.model.saved
        var written = fleet.loads
        written[0].rewritten = written[0].mergeable
        fleet.model.run = 0
        fleet.model.advance(by: 0.1, written)
        #expect(fleet.model.saved < all.scaled(by: 0.88) && fleet.model.saved(of: 0) == .zero)
        fleet.advance(10)
        #expect(fleet.model.sample.pagesSharing > all.bytes / 4096 - 10)
        fleet.model.run = 1
        fleet.model.advance(by: 1, fleet.loads)
        while fleet.model.fullScans < 8 { fleet.model.advance(by: 0.1, fleet.loads) }
        fleet.advance(10)
        #expect(fleet.model.saved > all - .mebibytes(1))
    }

    @Test("Stopping keeps what is merged, unmerging gives it back at 1.6 GiB a second")
    func stopAndUnmerge() {
        var fleet = Fleet(pages: 5000, sleep: .milliseconds(20))
        fleet.advance(10)
        fleet.model.run = 0
        let (all, busy) = (fleet.model.saved, fleet.busy)
        fleet.advance(60)
        #expect(fleet.model.saved == all && fleet.busy == busy && all > .mebibytes(950))
        fleet.model.run = 2
        fleet.model.advance(by: 0.3, fleet.loads)
        #expect(fleet.model.saved < .mebibytes(500) && fleet.model.saved > .mebibytes(400))
        fleet.advance(1)
        #expect(fleet.model.saved == .zero && fleet.model.sample.pagesSharing == 0)
    }

    @Test("A guest that leaves takes its share along, and one that comes is merged two full scans later")
    func comeAndGo() {
        var fleet = Fleet(pages: 5000, sleep: .milliseconds(20))
        fleet.advance(10)
        let each = fleet.model.saved(of: 3)
        fleet.loads.remove(at: 3)
        fleet.model.advance(by: 0.1, fleet.loads)
        #expect(fleet.model.saved(of: 3) == .zero && fleet.model.saved > each.times(7) - .mebibytes(1))
        fleet.loads.append(KSMLoad(guest: 9, scannable: .pages(35_000), mergeable: .pages(30_000)))
        fleet.model.advance(by: 0.1, fleet.loads)
        let scans = fleet.model.fullScans
        while fleet.model.fullScans < scans + 1 { fleet.model.advance(by: 0.02, fleet.loads) }
        #expect(fleet.model.saved(of: 9) < .mebibytes(5))
        while fleet.model.fullScans < scans + 3 { fleet.model.advance(by: 0.02, fleet.loads) }
        #expect(fleet.model.saved(of: 9) > .mebibytes(115))
        #expect(fleet.model.saved(of: 2) == each)
    }

    @Test("Smart scan makes rescans of pages that never merge cheap")
    func smartScan() {
        func cost(isSmart: Bool) -> Double {
            var costs = KSMCosts()
            costs.isScanSmart = isSmart
            var fleet = Fleet(pages: 5000, sleep: .milliseconds(20))
            fleet.model = KSMModel(costs: costs)
            fleet.model.run = 1
            fleet.model.pagesToScan = 5000
            fleet.loads = fleet.loads.map { KSMLoad(guest: $0.guest, scannable: $0.scannable, mergeable: .zero) }
            while fleet.model.fullScans < 20 { fleet.model.advance(by: 0.1, fleet.loads) }
            let before = fleet.busy
            while fleet.model.fullScans < 30 { fleet.model.advance(by: 0.1, fleet.loads) }
            return fleet.busy - before
        }
        #expect(cost(isSmart: true) < cost(isSmart: false) / 3)
    }

    @Test("Absurd numbers are borne")
    func absurd() {
        var model = KSMModel(sharers: 0)
        model.run = 1
        model.pagesToScan = .min
        model.sleep = .seconds(-5)
        let loads = [
            KSMLoad(guest: 0, scannable: .max, mergeable: .max, rewritten: .max),
            KSMLoad(guest: 0, scannable: ByteCount(.min), mergeable: .max),
        ]
        model.advance(by: .infinity, loads)
        model.advance(by: 1e9, loads)
        model.advance(by: -1, [])
        #expect(model.saved >= .zero && model.sample.pagesSharing >= 0)
    }
}
