import BalloonKit
import PolicyWire
import QMP

/// One round's answer, checked value by value.
///
/// In rows, as a policy in any language can write it: `["round",N,[["name",bytes,"code",amount|null,remark|null],..]]`. Or in
/// columns, as `balloon-policyhost` does: see `ReplyEncoder`. Rows are read by jansson, columns in one pass of our own: as a tree of
/// values they would cost the daemon more than the question.
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
        let columns: ReplyColumns?
        do throws(WireError) {
            columns = try ReplyColumns(reply, most: most)
        } catch {
            throw Nonsense("its answer is not as agreed: \(error.description)")
        }
        if let columns {
            try read(columns, round: round)
        } else {
            try readRows(reply, round: round, most: most, longest: longest)
        }
    }

    // MARK: Columns

    private mutating func read(_ columns: ReplyColumns, round: UInt64) throws(Nonsense) {
        guard columns.number == round else {
            throw Nonsense("it answered round \(columns.number) when asked for round \(round)")
        }
        let count = columns.guests.count
        guard columns.targets.count == count, columns.codePlaces.count == count, columns.amounts.count == count else {
            throw Nonsense("its answer has columns of different lengths")
        }
        let codes = columns.codes.map { fit($0) }
        proposals.reserveCapacity(count)
        for index in 0..<count {
            let place = columns.codePlaces[index]
            guard codes.indices.contains(place) else { throw Nonsense("its proposal \(index + 1) has no code") }
            let name = try name(columns.guests[index], number: index + 1)
            proposals.append(
                Proposal(
                    guest: name, target: try checked(columns.targets[index], for: name),
                    reason: Reason(codes[place], amount: columns.amounts[index].map { ByteCount($0) })))
        }
        for remark in columns.remarks {
            guard proposals.indices.contains(remark.place) else {
                throw Nonsense("it made a remark on proposal \(remark.place) of \(count)")
            }
            proposals[remark.place].reason.remark = fit(remark.text, to: PolicyText.longestRemark)
        }
    }

    private mutating func name(_ guest: ReplyColumns.Guest, number: Int) throws(Nonsense) -> String {
        switch guest {
        case .name(let name): return fit(name, to: PolicyText.longestName)
        case .place(let place):
            guard guests.indices.contains(place) else {
                throw Nonsense("its proposal \(number) is for guest \(place) of \(guests.count)")
            }
            return guests[place].sample.name
        }
    }

    // MARK: Rows

    private mutating func readRows(
        _ reply: [UInt8], round: UInt64, most: Int, longest: Int
    ) throws(Nonsense) {
        let document = try ReplyBounds(proposals: most, maximumBytes: longest).parsed(reply)
        let root = document.root
        guard root.count == 3, root.element(0)?.equals("round") == true else {
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
