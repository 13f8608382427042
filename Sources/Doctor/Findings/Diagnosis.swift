/// What an examination came to.
public struct Diagnosis: Sendable, Hashable {
    /// A check that has nothing to tell: it passed, or could not be made.
    public struct Remark: Sendable, Hashable {
        public var identifier: String
        /// Nil for the host.
        public var guest: String?
        /// What holds, or why it is not known.
        public var text: String
    }

    /// The most severe first, then in the order of the checks, then by guest.
    public private(set) var findings: [Finding] = []
    public private(set) var passed: [Remark] = []
    public private(set) var unknown: [Remark] = []
    public private(set) var suppressed: [Finding] = []
    /// What could not be looked at, and annotations that name no check.
    public private(set) var notes: [String] = []

    public init() {}

    /// Of the worst finding; nil for none.
    public var worst: Severity? { findings.map(\.severity).min() }

    public func count(of severity: Severity) -> Int { findings.count { $0.severity == severity } }

    mutating func add(_ judgement: Judgement, of check: Check, guest: String?, isSuppressed: Bool) {
        switch judgement {
        case .passed: passed.append(Remark(identifier: check.identifier, guest: guest, text: check.claim))
        case .unknown(let why): unknown.append(Remark(identifier: check.identifier, guest: guest, text: why))
        case .notApplicable: break
        case .found(let severity, let seen, let remedies):
            let finding = Finding(
                identifier: check.identifier, severity: severity, guest: guest, seen: seen, why: check.why,
                remedies: remedies)
            if isSuppressed { suppressed.append(finding) } else { findings.append(finding) }
        }
    }

    /// Checks come in their order and guests in theirs: only severity is left.
    mutating func sort() {
        findings = Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
    }

    mutating func note(_ guests: [GuestFacts]) {
        let known = Set(Check.all.map(\.identifier)).union([Examination.everything])
        var spots: [(text: String, guests: [String])] = []
        for guest in guests {
            for spot in guest.blindSpots {
                if let index = spots.firstIndex(where: { $0.text == spot }) {
                    spots[index].guests.append(guest.name)
                } else {
                    spots.append((spot, [guest.name]))
                }
            }
        }
        notes += spots.map { spot in
            let whom = spot.guests.count > 3 ? plural(spot.guests.count, "guest") : listed(spot.guests)
            return "\(whom): \(spot.text)"
        }
        for guest in guests {
            for name in Examination.ignored(by: guest).subtracting(known).sorted() {
                notes.append(
                    "\(guest.name): its annotation \(Examination.annotation) names '\(name)', which no check is called")
            }
        }
    }

    /// Adds what the reader of facts could not see.
    public mutating func note(_ text: String) { notes.append(text) }
}
