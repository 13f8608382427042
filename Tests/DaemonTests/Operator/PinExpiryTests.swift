import BalloonKit
import Foundation
import Testing

@testable import Daemon

@Suite("Pins end by themselves", .serialized)
struct PinExpiryTests {
    private typealias Clock = LoopBench.Clock

    @Test("pins expire by the wall clock, and not before; the store forgets them with the same cycle")
    func expire() throws {
        try TemporaryDirectory.with { directory in
            let store = OperatorStore(directory: directory.root)
            let bench = try LoopBench(in: directory, store: store)
            let short = StoredPin(
                target: .gibibytes(1), setBy: "root", created: Clock.start, expires: Clock.start + 60)
            let lasting = StoredPin(target: .gibibytes(1), setBy: "root", created: Clock.start)
            try bench.with { parts in
                parts.desk.setPin(short, of: "short") { _ in }
                parts.desk.setPin(lasting, of: "lasting") { _ in }
            }
            bench.clock.advance(by: .milliseconds(59_999))
            try bench.cycle()
            #expect(store.state.pins == ["short": short, "lasting": lasting])
            #expect(try bench.with { $0.desk.pinsExpired } == 0)
            bench.clock.advance(by: .milliseconds(1))
            try bench.cycle()
            #expect(store.state.pins == ["lasting": lasting])
            #expect(try bench.with { $0.desk.pinsExpired } == 1)
            #expect(try store.afterKill(in: directory).state.pins == ["lasting": lasting])
            try bench.stop()
        }
    }

    @Test("a pin that ended while no daemon ran ends with the first cycle, and is told")
    func endedMeanwhile() throws {
        try TemporaryDirectory.with { directory in
            let store = OperatorStore(directory: directory.root)
            let pin = StoredPin(
                target: .gibibytes(1), setBy: "root", created: Clock.start - 120, expires: Clock.start - 60)
            try store.setPin(pin, of: "a")
            let bench = try LoopBench(in: directory, store: store)
            try bench.until("the pin's end") { $0.desk.pinsExpired == 1 }
            try bench.finishWork()
            #expect(store.state.pins.isEmpty)
            try bench.stop()
        }
    }

    @Test("what remains of a pin is told by the wall clock")
    func remaining() {
        let pin = StoredPin(target: .gibibytes(1), setBy: "root", created: Clock.start, expires: Clock.start + 60)
        #expect(pin.pin(at: Clock.start + 45).remaining == .seconds(15))
        #expect(pin.pin(at: Clock.start + 61).remaining == .zero)
        #expect(!pin.hasExpired(at: Clock.start + 59.999))
        #expect(pin.hasExpired(at: Clock.start + 60))
    }
}
