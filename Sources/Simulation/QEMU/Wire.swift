/// The way from a QEMU to its client: whole answers go in, pieces of a stream come out, spoilt as planned.
struct Wire: Sendable {
    enum Piece: Sendable {
        case bytes([UInt8])
        /// The connection ends.
        case end
    }

    private let plan: FaultPlan
    private var random: SplitMix64
    private var pieces: [(due: Int64, piece: Piece)] = []
    /// What was done to answers so far.
    private(set) var tally: [WireFault: Int] = [:]

    /// Beyond what the daemon reads at most.
    private static let oversize = 520 << 10
    private static let oversizeLine =
        Array(#"{"return": ""#.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: oversize) + Array("\"}\r\n".utf8)
    private static let event =
        Array(
            #"{"timestamp": {"seconds": 1795000000, "microseconds": 0}, "event": "RTC_CHANGE", "data": {"offset": 1}}"#
                .utf8
        ) + [13, 10]

    init(_ plan: FaultPlan, seed: UInt64) {
        self.plan = plan
        random = SplitMix64(seed: seed)
    }

    var isEmpty: Bool { pieces.isEmpty }

    /// Whether what is sent now arrives at once and as it is.
    func isClear(at time: Double) -> Bool { pieces.isEmpty && !plan.spoils(at: time) }

    /// The connection is over: what was on its way is lost.
    mutating func clear() { pieces = [] }

    /// The next piece that has arrived.
    mutating func next(at now: Moment) -> Piece? {
        guard let first = pieces.first, first.due <= now.milliseconds else { return nil }
        pieces.removeFirst()
        return first.piece
    }

    mutating func end(at now: Moment) { add(.end, at: now.milliseconds) }

    /// Takes in what QEMU sends unasked: never spoilt, but it waits behind what is late.
    mutating func carry(_ events: [UInt8], at now: Moment) { add(.bytes(events), at: now.milliseconds) }

    /// Takes in an answer, one line or several with their ends.
    mutating func carry(answer: [UInt8], at now: Moment) {
        let due = now.milliseconds
        guard plan.spoils(at: now.time), chance() < plan.rate else { return add(.bytes(answer), at: due) }
        let fault = plan.kinds[draw(below: plan.kinds.count)]
        tally[fault, default: 0] += 1
        switch fault {
        case .split: split(answer, at: due)
        case .merged: add(.bytes(Self.event + answer), at: due)
        case .truncated:
            add(.bytes(Array(answer.prefix(draw(below: answer.count)))), at: due)
            add(.end, at: due)
        case .malformed:
            var spoilt = answer
            spoilt.insert(1, at: draw(below: answer.count - 1))
            add(.bytes(spoilt), at: due)
        case .oversize: add(.bytes(Self.oversizeLine), at: due)
        case .delayed: add(.bytes(answer), at: due + 100 * Int64(1 + draw(below: 40)))
        case .wrongID: add(.bytes(Self.replacing(answer, by: #"{"id": 4711, "#)), at: due)
        case .lost: break
        case .unasked: add(.bytes(answer + answer), at: due)
        case .duplicateKey: add(.bytes(Self.replacing(answer, by: #"{"return": 0, "#)), at: due)
        case .disconnect: add(.end, at: due)
        }
    }

    private mutating func split(_ answer: [UInt8], at due: Int64) {
        var rest = answer[...]
        var time = due
        for _ in 0..<(1 + draw(below: 3)) where rest.count > 1 {
            let piece = rest.prefix(1 + draw(below: rest.count - 1))
            rest = rest.dropFirst(piece.count)
            add(.bytes(Array(piece)), at: time)
            if draw(below: 2) == 0 { time += 100 }
        }
        add(.bytes(Array(rest)), at: time)
    }

    /// A stream: nothing overtakes.
    private mutating func add(_ piece: Piece, at time: Int64) {
        pieces.append((max(time, pieces.last?.due ?? time), piece))
    }

    /// The answer with its first brace replaced.
    private static func replacing(_ answer: [UInt8], by beginning: String) -> [UInt8] {
        Array(beginning.utf8) + answer.dropFirst()
    }

    private mutating func chance() -> Double { random.number(in: 0...1) }
    private mutating func draw(below bound: Int) -> Int { bound > 0 ? Int(random.next() % UInt64(bound)) : 0 }
}
