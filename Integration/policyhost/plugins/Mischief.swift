import BalloonKit
import Glibc

/// Does in a round what the knob says, and no policy should.
struct Tried: Policy {
    enum Act: Int {
        case nothing, trap, fatalError, recursion, badPointer, spin, allocate, closeSocket, writeToSocket, exit,
            printMuch
    }

    static var manifest: PolicyManifest {
        PolicyManifest(
            name: "mischief", version: "1", summary: "Does what it should not.",
            knobs: [Knob("act", "What it does.", range: 0...100, default: 0)])
    }

    private let act: Act

    init(knobs: KnobValues) { act = Act(rawValue: Int(knobs[Self.manifest.knobs[0]])) ?? .nothing }

    func propose(_ briefing: Briefing) -> [Proposal] {
        switch act {
        case .nothing: break
        case .trap: trapHere(briefing.snapshot.guests.count)
        case .fatalError: Swift.fatalError("given up on purpose")
        case .recursion: print(depth(briefing.snapshot.guests.count))
        case .badPointer: UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
        case .spin: spin()
        case .allocate: allocate()
        case .closeSocket: close(3)
        case .writeToSocket: _ = write(3, "garbage", 7)
        case .exit: Glibc.exit(9)
        case .printMuch: for line in 0..<200_000 { print("line \(line) of far too many, and none of them is of use") }
        }
        return []
    }

    @inline(never) private func trapHere(_ index: Int) {
        let numbers = briefless()
        print(numbers[index + 7])
    }

    @inline(never) private func briefless() -> [Int] { [1] }

    /// Each call keeps a kilobyte until the next one returns, so that no compiler makes a loop of it.
    @inline(never) private func depth(_ number: Int) -> Int {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 128) { place in
            place.initialize(repeating: number)
            return depth(place[number & 127] + 1) &+ place[number & 63]
        }
    }

    private func spin() {
        var number: UInt64 = 1
        while number != 0 { number = number &* 3 | 1 }
        print(number)
    }

    private func allocate() {
        var held: [[UInt8]] = []
        while true { held.append([UInt8](repeating: 1, count: 16 << 20)) }
    }
}
