import QMP

/// The command line of `fakefleet`.
public struct FakeFleetOptions: Sendable, Hashable {
    public static let usage = """
        usage: fakefleet --directory DIR [--count N] [--memory MIB] [--used MIB] [--rate MIB_PER_S]
                         [--stalled N] [--slow N] [--silent N] [--hostile N] [--absent N]

        Serves N fake QEMUs on DIR/guestNNNN.sock, prints `ready` when all listen, ends on SIGTERM.
        The last guests misbehave: --stalled never answer after the negotiation, --slow answer after 1.5 s,
        --silent never greet, --hostile send garbage of several kinds, --absent report every statistic as absent.
        """

    public var directory = ""
    public var count = 1000
    public var memory: UInt64 = 512
    public var used: UInt64 = 96
    public var rate: UInt64 = 400
    public var stalled = 0
    public var slow = 0
    public var silent = 0
    public var hostile = 0
    public var absent = 0

    /// What the hostile guests do, in turn.
    static let hostileKinds: [FakeFault] = [
        .garbage, .absurd, .deepNesting, .oversizeLine(16 << 20), .eventFlood(1000), .closesInMidReply, .unaskedReplies,
    ]

    /// - Parameter arguments: without the program's name.
    /// - Throws: ``QMPError`` with `.invalidInput`, saying what is wrong.
    public init(arguments: [String]) throws(QMPError) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Self.invalid("\(flag) needs a value") }
            try set(flag, to: value)
        }
        guard !directory.isEmpty else { throw Self.invalid("--directory is missing") }
        guard count > 0, stalled + slow + silent + hostile + absent <= count else {
            throw Self.invalid("--count is smaller than the guests that misbehave")
        }
    }

    private mutating func set(_ flag: String, to value: String) throws(QMPError) {
        if flag == "--directory" {
            directory = value
            return
        }
        guard let number = UInt32(value) else { throw Self.invalid("\(flag): \(value) is no number") }
        switch flag {
        case "--count": count = Int(number)
        case "--memory": memory = UInt64(number)
        case "--used": used = UInt64(number)
        case "--rate": rate = UInt64(number)
        case "--stalled": stalled = Int(number)
        case "--slow": slow = Int(number)
        case "--silent": silent = Int(number)
        case "--hostile": hostile = Int(number)
        case "--absent": absent = Int(number)
        default: throw Self.invalid("unknown option \(flag)")
        }
    }

    private static func invalid(_ message: String) -> QMPError { QMPError(code: .invalidInput, message: message) }

    /// The guests asked for; the well-behaved first.
    public var guests: [FakeQEMU] {
        var guests: [FakeQEMU] = []
        for index in 0..<count {
            let digits = String(index)
            let name = "guest" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            var guest = FakeQEMU(
                name: name, maximum: memory * FakeQEMU.mebibyte, used: used * FakeQEMU.mebibyte)
            guest.balloonRate = rate * FakeQEMU.mebibyte
            guest.faults = faults(of: count - 1 - index)
            guests.append(guest)
        }
        return guests
    }

    private func faults(of fromEnd: Int) -> Set<FakeFault> {
        var rest = fromEnd
        for (number, fault) in [
            (stalled, FakeFault.stalls), (slow, .slow(.milliseconds(1500))), (silent, .neverGreets),
        ] {
            if rest < number { return [fault] }
            rest -= number
        }
        if rest < hostile { return [Self.hostileKinds[rest % Self.hostileKinds.count]] }
        rest -= hostile
        return rest < absent ? [.absentStatistics] : []
    }
}
