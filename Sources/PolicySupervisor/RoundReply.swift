import BalloonKit
import QMP

/// One round's answer, checked value by value.
///
/// In rows, as a policy in any language can write it: `["round",N,[["name",bytes,"code",amount|null,remark|null],..]]`. Or in
/// columns, as `balloon-policyhost` does: see `ReplyEncoder`.
struct RoundReply {
    /// More than one exabyte is no guest's memory.
    static let mostBytes: Int64 = 1 << 60

    /// A policy has no use for more: one proposal a guest, and some for guests that have just gone.
    static func mostProposals(for guests: Int) -> Int { 4 * guests + 16 }

    private(set) var proposals: [Proposal] = []
    private(set) var repairs: ReplyRepairs
    private let guests: [Snapshot.Guest]

    /// - Parameters:
    ///   - guests: Those that the round was about.
    ///   - repairs: What had to be made fit before this.
    init(
        _ reply: [UInt8], round: UInt64, guests: [Snapshot.Guest], longest: Int, repairs: ReplyRepairs
    ) throws(Nonsense) {
        self.repairs = repairs
        self.guests = guests
        let most = Self.mostProposals(for: guests.count)
        let document = try ReplyBounds(proposals: most, maximumBytes: longest).parsed(reply)
        let root = document.root
        guard root.count == 3 || root.count == 8, root.element(0)?.equals("round") == true else {
            throw Nonsense("its answer is not that of a round")
        }
        guard let number = root.element(1)?.int64 else { throw Nonsense("its answer has no round number") }
        guard number >= 0, UInt64(number) == round else {
            throw Nonsense("it answered round \(number) when asked for round \(round)")
        }
        guard let list = root.element(2), list.isArray, let count = list.count else {
            throw Nonsense("its answer has no list of proposals")
        }
        guard count <= most else { throw Nonsense("it made \(count) proposals for \(guests.count) guests") }
        proposals.reserveCapacity(count)
        if root.count == 8 {
            try readColumns(root, count: count)
        } else {
            try readRows(list, count: count)
        }
    }

    // MARK: Columns

    private mutating func readColumns(_ root: JSONView, count: Int) throws(Nonsense) {
        let codes = try codes(root.element(4))
        for index in 0..<count {
            let number = index + 1
            guard let guest = root.element(2)?.element(index), let target = root.element(3)?.element(index)?.int64,
                let code = root.element(5)?.element(index)?.int64, codes.indices.contains(Int(clamping: code)),
                let amount = root.element(6)?.element(index)
            else { throw Nonsense("its proposal \(number) is not a guest, a target, a code and an amount") }
            let name = try name(guest, number: number)
            proposals.append(
                Proposal(
                    guest: name, target: try checked(target, for: name),
                    reason: Reason(codes[Int(clamping: code)], amount: try self.amount(amount, number: number))))
        }
        try readRemarks(root.element(7))
    }

    private mutating func codes(_ list: JSONView?) throws(Nonsense) -> [Reason.Code] {
        guard let list, let count = list.count, list.isArray else { throw Nonsense("its answer has no list of codes") }
        var codes: [Reason.Code] = []
        for index in 0..<count {
            guard let code = list.element(index)?.string else { throw Nonsense("its code \(index + 1) is no text") }
            codes.append(fit(code))
        }
        return codes
    }

    private mutating func readRemarks(_ list: JSONView?) throws(Nonsense) {
        guard let list, let count = list.count, list.isArray else {
            throw Nonsense("its answer has no list of remarks")
        }
        for index in 0..<count {
            guard let row = list.element(index), let place = row.element(0)?.int64, let text = row.element(1)?.string,
                proposals.indices.contains(Int(clamping: place))
            else { throw Nonsense("its remark \(index + 1) is not a proposal's place and a text") }
            proposals[Int(clamping: place)].reason.remark = fit(text, to: PolicyText.longestRemark)
        }
    }

    /// By its place in the question, or by a name that is not in it.
    private mutating func name(_ guest: JSONView, number: Int) throws(Nonsense) -> String {
        if let place = guest.int64 {
            guard guests.indices.contains(Int(clamping: place)) else {
                throw Nonsense("its proposal \(number) is for guest \(place) of \(guests.count)")
            }
            return guests[Int(clamping: place)].sample.name
        }
        guard let name = guest.string else { throw Nonsense("its proposal \(number) names no guest") }
        return fit(name, to: PolicyText.longestName)
    }

    // MARK: Rows

    private mutating func readRows(_ list: JSONView, count: Int) throws(Nonsense) {
        for index in 0..<count {
            guard let row = list.element(index) else { break }
            proposals.append(try proposal(row, number: index + 1))
        }
    }

    private mutating func proposal(_ row: JSONView, number: Int) throws(Nonsense) -> Proposal {
        guard row.count == 5, let name = row.element(0)?.string, let target = row.element(1)?.int64,
            let code = row.element(2)?.string, let amount = row.element(3), let remark = row.element(4)
        else { throw Nonsense("its proposal \(number) is not a name, a target, a code, an amount and a remark") }
        let guest = fit(name, to: PolicyText.longestName)
        var reason = Reason(fit(code), amount: try self.amount(amount, number: number))
        if !remark.isNull {
            guard let text = remark.string else { throw Nonsense("the remark of its proposal \(number) is no text") }
            reason.remark = fit(text, to: PolicyText.longestRemark)
        }
        return Proposal(guest: guest, target: try checked(target, for: guest), reason: reason)
    }

    // MARK: Values

    private func checked(_ target: Int64, for guest: String) throws(Nonsense) -> ByteCount {
        guard (0...Self.mostBytes).contains(target) else {
            throw Nonsense("it proposed \(target) bytes for '\(PolicyText.bounded(guest, to: 128))'")
        }
        return ByteCount(target)
    }

    private func amount(_ value: JSONView, number: Int) throws(Nonsense) -> ByteCount? {
        if value.isNull { return nil }
        guard let bytes = value.int64 else { throw Nonsense("the amount of its proposal \(number) is no number") }
        return ByteCount(bytes)
    }

    private mutating func fit(_ text: String, to limit: Int) -> String {
        let fitting = PolicyText.bounded(text, to: limit)
        if fitting != text { repairs.textsChanged &+= 1 }
        return fitting
    }

    private mutating func fit(_ code: String) -> Reason.Code {
        guard !PolicyText.isCode(code) else { return Reason.Code(rawValue: code) }
        repairs.codesReplaced &+= 1
        return "unnamed"
    }
}
