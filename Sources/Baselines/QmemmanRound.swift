import BalloonKit

/// One round of qmemman's division: requests to donors first, then to those that get.
struct QmemmanRound {
    typealias Request = (domain: QmemmanDomain, target: ByteCount)

    /// Kept free for the hypervisor.
    private static let reserve = ByteCount.mebibytes(50)
    /// A single grant stops short of that.
    private static let leastFree = ByteCount.mebibytes(25)
    /// Against rounding.
    private static let caution = 0.999
    /// What a byte costs with the structures that describe its page.
    private static let pageCost = 1.00781
    private static let leastGift = ByteCount.mebibytes(10)
    private static let significantGain = ByteCount.mebibytes(15)
    private static let significantSum = ByteCount.mebibytes(150)

    private let free: ByteCount
    private var donations: [Request] = []
    private var grants: [Request] = []

    /// - Parameter free: What no guest holds; negative when guests hold more than there is.
    init(_ domains: [QmemmanDomain], free: ByteCount) {
        self.free = free
        let spare = free - Self.reserve
        let available = domains.reduce(spare) { $0 - $1.need }
        let wanted = available > .zero ? Self.plenty(domains, available) : Self.scarcity(domains, spare)
        for request in wanted {
            let isDonation = request.target < request.domain.guest.actual
            if isDonation { donations.append(request) } else { grants.append(request) }
        }
    }

    /// Whether the division is worth its disturbance.
    var isSignificant: Bool {
        if free < Self.reserve - Self.significantGain { return true }
        let moved = (donations + grants).reduce(ByteCount.zero) { $0 + change($1).magnitude }
        if moved > Self.significantSum { return true }
        return grants.contains { $0.domain.need > .zero && change($0) > Self.significantGain }
    }

    /// What is asked for now. Grants get what is free, one after the other; the first that cannot be met in full is the
    /// last, and the memory that donors free goes to it in the next round.
    var requests: [Request] {
        var requests = donations
        var left = free
        for grant in grants where change(grant) > .zero {
            let most = (left - Self.leastFree).clampedToZero.scaled(by: 1 / Self.pageCost)
            let given = Swift.min(change(grant), most)
            if given > .zero { requests.append((grant.domain, grant.domain.guest.actual + given)) }
            guard given == change(grant) else { break }
            left -= given.scaled(by: Self.pageCost)
        }
        return requests
    }

    private func change(_ request: Request) -> ByteCount { request.target - request.domain.guest.actual }

    /// Everybody has what it prefers, and of the rest a part in proportion; what the largest may not have goes to the others.
    private static func plenty(_ domains: [QmemmanDomain], _ available: ByteCount) -> [Request] {
        let sum = domains.reduce(ByteCount.zero) { $0 + $1.preferred }
        var leftOver = ByteCount.zero
        var requests: [Request] = domains.map { domain in
            let part = available.scaled(by: domain.preferred.fraction(of: sum))
            let target = (domain.preferred + part).scaled(by: caution)
            leftOver += (target - domain.guest.maximum).clampedToZero
            return (domain, Swift.min(target, domain.guest.maximum))
        }
        // Each turn fills somebody up or gives all: as many turns as guests suffice.
        for _ in domains where leftOver > .zero {
            let open = requests.indices.filter { requests[$0].target < requests[$0].domain.guest.maximum }
            guard !open.isEmpty else { break }
            let bonus = leftOver.scaled(by: caution / Double(open.count))
            leftOver = .zero
            for index in open {
                let most = requests[index].domain.guest.maximum
                leftOver += (requests[index].target + bonus - most).clampedToZero
                requests[index].target = Swift.min(requests[index].target + bonus, most)
            }
        }
        return requests
    }

    /// Donors come down to what they prefer. The others divide what was free before less what donors are about to free:
    /// they get that in the next round, when it is there.
    private static func scarcity(_ domains: [QmemmanDomain], _ spare: ByteCount) -> [Request] {
        let isDonor = { (domain: QmemmanDomain) in
            domain.need < .zero || domain.guest.actual >= domain.guest.maximum
        }
        let donors = domains.filter { isDonor($0) && -$0.need >= leastGift }
        let acceptors = domains.filter { !isDonor($0) }
        let donations: [Request] = donors.map { ($0, $0.preferred) }
        let left = donors.reduce(spare) { $0 + $1.need }
        guard left >= .zero else { return donations }
        let sum = acceptors.reduce(ByteCount.zero) { $0 + $1.preferred }
        return donations
            + acceptors.map { domain in
                let part = left.scaled(by: domain.preferred.fraction(of: sum))
                let target = (domain.guest.actual + part).scaled(by: caution)
                return (domain, Swift.min(target, domain.guest.maximum))
            }
    }
}
