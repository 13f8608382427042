import Doctor

/// Findings that differ only in the guest.
struct FindingGroup {
    private(set) var findings: [Finding]

    /// In the order of their first findings.
    static func groups(of findings: [Finding]) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        for finding in findings {
            let index = groups.firstIndex {
                $0.first.identifier == finding.identifier && $0.first.severity == finding.severity
            }
            if let index { groups[index].findings.append(finding) } else { groups.append(FindingGroup(finding)) }
        }
        return groups
    }

    private init(_ finding: Finding) {
        first = finding
        findings = [finding]
    }

    let first: Finding

    /// `host`, `web1`, `3 guests: db1, web1, web2`.
    var subject: String { Self.subject(findings.compactMap(\.guest)) }

    static func subject(_ guests: [String]) -> String {
        guard let only = guests.first else { return "host" }
        guard guests.count > 1 else { return only }
        let shown = guests.prefix(mostNames).joined(separator: ", ")
        return "\(guests.count) guests: \(shown)\(guests.count > mostNames ? ", …" : "")"
    }

    /// What was seen: once where it is the same for all, else a line for each that saw something else.
    var seen: [String] {
        var rows: [(seen: String, guests: [String])] = []
        for finding in findings {
            if let index = rows.firstIndex(where: { $0.seen == finding.seen }) {
                rows[index].guests.append(finding.guest ?? "")
            } else {
                rows.append((finding.seen, [finding.guest ?? ""]))
            }
        }
        guard rows.count > 1 else { return rows.map(\.seen) }
        let lines = rows.prefix(Self.mostLines).map { "\(Self.names($0.guests)): \($0.seen)" }
        return lines
            + (rows.count > Self.mostLines ? ["… and \(rows.count - Self.mostLines) more (--json has all)"] : [])
    }

    /// Of the first guest of each kind: a libvirt guest among plain ones needs its XML as well. Texts that name their guest are
    /// shown for one.
    var remedies: [Remedy] {
        var shown: [Remedy] = []
        var places: Set<Remedy.Place> = []
        for finding in findings {
            let fresh = finding.remedies.filter { !places.contains($0.place) }
            shown += fresh
            places.formUnion(fresh.map(\.place))
        }
        return shown
    }

    private static let mostNames = 6
    private static let mostLines = 6

    private static func names(_ guests: [String]) -> String {
        guests.prefix(mostNames).joined(separator: ", ") + (guests.count > mostNames ? ", …" : "")
    }
}
