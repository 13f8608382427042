import BalloonKit
import ControlProtocol

/// What waits to be written: bounded, so that a full disk costs rows and never memory.
struct PendingRows: Sendable {
    /// Two minutes of steps, and as many moves as a crowded host makes meanwhile.
    private static let mostSteps = 24
    private static let mostMoves = 1000

    private(set) var steps: [StepRecord] = []
    private(set) var moves: [MoveReport] = []
    private(set) var endings: [MoveFollower.Ending] = []
    /// Dropped since the start, the oldest first.
    private(set) var dropped: UInt64 = 0

    var isEmpty: Bool { steps.isEmpty && moves.isEmpty && endings.isEmpty }

    mutating func add(_ step: StepRecord) { append(step, to: \.steps, most: Self.mostSteps) }
    mutating func add(_ move: MoveReport) { append(move, to: \.moves, most: Self.mostMoves) }
    mutating func add(_ ending: MoveFollower.Ending) { append(ending, to: \.endings, most: Self.mostMoves) }

    mutating func clear() {
        steps.removeAll(keepingCapacity: true)
        moves.removeAll(keepingCapacity: true)
        endings.removeAll(keepingCapacity: true)
    }

    private mutating func append<Value>(_ value: Value, to list: WritableKeyPath<Self, [Value]>, most: Int) {
        if self[keyPath: list].count >= most {
            self[keyPath: list].removeFirst()
            dropped += 1
        }
        self[keyPath: list].append(value)
    }
}
