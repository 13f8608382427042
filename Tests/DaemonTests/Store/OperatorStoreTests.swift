import BalloonKit
import Foundation
import Testing

@testable import Daemon

@Suite("Operator store")
struct OperatorStoreTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test("pins, limits, pauses, annotations and a hold of KSM survive the daemon's death")
    func survive() throws {
        try TemporaryDirectory.with { directory in
            let pin = StoredPin(
                target: .gibibytes(1), reason: "upgrade; it's \"big\"", setBy: "root", created: now, expires: now + 3600
            )
            let limits = OperatorLimits(floor: .mebibytes(256), shares: 2000)
            let pause = StoredPause(setBy: "alice", created: now)
            let first = OperatorStore(directory: directory.root)
            try first.setPin(pin, of: "web1")
            try first.setPin(StoredPin(target: .gibibytes(2), setBy: "root", created: now), of: "ü 2")
            try first.setLimits(limits, of: "db")
            try first.setPause(pause, of: .guest("db"))
            try first.setPause(pause, of: .pool)
            try first.setKSMHold(StoredKSMHold(.stop, setBy: "alice", created: now))
            try first.setAnnotations(["tier": "gold", "schicht": "früh"], of: "ü 2")

            let second = try first.afterKill(in: directory)
            #expect(second.warning == nil)
            #expect(second.state == first.state)
            #expect(second.state.pins["web1"] == pin)
            #expect(second.state.pins["ü 2"]?.expires == nil)
            #expect(second.state.limits == ["db": limits])
            #expect(second.state.pauses == ["db": pause])
            #expect(second.state.poolPause == pause)
            #expect(second.state.ksmHold == StoredKSMHold(.stop, setBy: "alice", created: now))
            #expect(second.state.annotations == ["ü 2": ["tier": "gold", "schicht": "früh"]])
            try first.setKSMHold(nil)
            #expect(try first.afterKill(in: directory).state.ksmHold == nil)
        }
    }

    @Test("an orderly end leaves one file with everything in it")
    func orderlyEnd() throws {
        try TemporaryDirectory.with { directory in
            let pin = StoredPin(target: .gibibytes(1), setBy: "root", created: now)
            let store = OperatorStore(directory: directory.root)
            try store.setPin(pin, of: "a")
            store.close()
            #expect(directory.names() == ["balloond.db"])
            #expect(throws: OperatorStoreError.self) { try store.setPin(pin, of: "b") }
            #expect(OperatorStore(directory: directory.root).state.pins == ["a": pin])
        }
    }

    @Test("after a sync the pins are in the file itself, without its log")
    func sync() throws {
        try TemporaryDirectory.with { directory in
            let pin = StoredPin(target: .gibibytes(1), setBy: "root", created: now)
            let store = OperatorStore(directory: directory.root)
            try store.setPin(pin, of: "a")
            #expect(try store.afterKill(in: directory, suffixes: [""]).state.pins.isEmpty)
            try store.sync()
            #expect(try store.afterKill(in: directory, suffixes: [""]).state.pins == ["a": pin])
        }
    }

    @Test("what was removed stays removed")
    func remove() throws {
        try TemporaryDirectory.with { directory in
            let pin = StoredPin(target: .gibibytes(1), setBy: "root", created: now)
            let first = OperatorStore(directory: directory.root)
            try first.setPin(pin, of: "a")
            try first.setLimits(OperatorLimits(shares: 1), of: "a")
            try first.setPause(StoredPause(setBy: "root", created: now), of: .pool)
            let removed = try first.removePin(of: "a")
            let removedAgain = try first.removePin(of: "a")
            #expect(removed == pin)
            #expect(removedAgain == nil)
            try first.setLimits(OperatorLimits(), of: "a")
            try first.setPause(nil, of: .pool)
            try first.setAnnotations(["tier": "gold", "owner": "alice"], of: "a")
            try first.setAnnotations(["tier": "bronze"], of: "a")
            #expect(try first.afterKill(in: directory).state.annotations == ["a": ["tier": "bronze"]])
            try first.setAnnotations([:], of: "a")
            #expect(try first.afterKill(in: directory).state == OperatorState())
        }
    }
}
