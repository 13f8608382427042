import Doctor

/// A diagnosis as people read it: the worst first, guests of one finding together, what to do beside it.
struct DoctorText {
    let console: Console
    let isVerbose: Bool

    private static let margin = 11
    /// Where a terminal is wider, or there is none.
    private static let widest = 120

    /// - Parameter examined: what was looked at: `the host and 2 guests`.
    func lines(_ diagnosis: Diagnosis, examined: String) -> [String] {
        var lines: [String] = []
        for group in FindingGroup.groups(of: diagnosis.findings) { lines += block(group) + [""] }
        if isVerbose {
            lines += remarks("not checked", diagnosis.unknown, .yellow)
            lines += remarks("passed", diagnosis.passed, .green)
        }
        lines += notes(diagnosis.notes)
        return lines
            + Text.wrapped(summary(diagnosis, examined: examined), to: width).map {
                style(diagnosis).applied(to: $0, colour: console.hasColour)
            }
    }

    // MARK: Findings

    private func block(_ group: FindingGroup) -> [String] {
        let finding = group.first
        let style = Self.style(of: finding.severity)
        let head = Text.filled(finding.severity.rawValue.uppercased(), to: Self.margin)
        let title = head + finding.identifier
        let whom = group.subject
        var lines = [
            style.applied(to: head, colour: console.hasColour)
                + Style.bold.applied(to: finding.identifier, colour: console.hasColour)
                + gap(after: title.count, for: whom) + Text.printable(whom)
        ]
        for line in group.seen { lines += indented(line) }
        lines += indented(finding.why, .dim)
        for remedy in group.remedies { lines += self.remedy(remedy) }
        return lines
    }

    private var width: Int { min(Self.widest, console.width ?? Self.widest) }

    /// Whom it concerns stands at the right where there is room.
    private func gap(after used: Int, for text: String) -> String {
        let room = min(width, 100) - used - text.count
        return String(repeating: " ", count: max(2, room))
    }

    private func indented(_ text: String, _ style: Style = .plain) -> [String] {
        Text.wrapped(Text.printable(text), to: width - Self.margin).map {
            String(repeating: " ", count: Self.margin) + style.applied(to: $0, colour: console.hasColour)
        }
    }

    /// Commands and XML are to be copied: they are never broken.
    private func remedy(_ remedy: Remedy) -> [String] {
        let label = Text.filled(Self.label(of: remedy.place), to: Self.margin - 2)
        let lines = remedy.text.split(separator: "\n", omittingEmptySubsequences: false).map {
            Text.printable(String($0))
        }
        return lines.enumerated().map { index, line in
            let start = index == 0 ? "  " + label : String(repeating: " ", count: Self.margin)
            return Style.dim.applied(to: start, colour: console.hasColour) + line
        }
    }

    private static func label(of place: Remedy.Place) -> String {
        switch place {
        case .run: "run"
        case .qemu: "QEMU"
        case .libvirt: "libvirt"
        case .proxmox: "Proxmox"
        case .configuration: "config"
        case .guest: "in guest"
        case .consider: "consider"
        }
    }

    private static func style(of severity: Severity) -> Style {
        switch severity {
        case .problem: .red
        case .warning: .yellow
        case .advice: .plain
        }
    }

    // MARK: The rest

    private func remarks(_ title: String, _ remarks: [Diagnosis.Remark], _ style: Style) -> [String] {
        guard !remarks.isEmpty else { return [] }
        var rows: [(text: String, identifier: String, whom: [String])] = []
        for remark in remarks {
            if let index = rows.firstIndex(where: { $0.identifier == remark.identifier && $0.text == remark.text }) {
                rows[index].whom.append(remark.guest ?? "")
            } else {
                rows.append((remark.text, remark.identifier, [remark.guest ?? ""]))
            }
        }
        let column = rows.reduce(0) { max($0, $1.identifier.count) } + 2
        let lines = rows.map { row in
            let guests = row.whom.filter { !$0.isEmpty }
            let whom = guests.isEmpty ? "" : " (\(FindingGroup.subject(guests)))"
            return "  " + Text.filled(row.identifier, to: column) + Text.printable(row.text + whom)
        }
        return [style.applied(to: title, colour: console.hasColour)] + lines + [""]
    }

    private func notes(_ notes: [String]) -> [String] {
        guard !notes.isEmpty else { return [] }
        return notes.map { "note: " + Text.printable($0) } + [""]
    }

    private func style(_ diagnosis: Diagnosis) -> Style { diagnosis.findings.isEmpty ? .green : .bold }

    /// `The host and 2 guests: 1 problem, 2 warnings, 3 pieces of advice; 40 checks passed, 2 could not be made, 1 suppressed.`
    private func summary(_ diagnosis: Diagnosis, examined: String) -> String {
        let counts = Severity.allCases.compactMap { severity -> String? in
            let count = diagnosis.count(of: severity)
            guard count > 0 else { return nil }
            let noun = severity == .advice ? (count == 1 ? "piece of advice" : "pieces of advice") : severity.rawValue
            return "\(count) \(noun)\(count == 1 || severity == .advice ? "" : "s")"
        }
        var text = "\(examined): \(counts.isEmpty ? "nothing found" : counts.joined(separator: ", "))"
        text += "; \(diagnosis.passed.count) checks passed"
        if !diagnosis.unknown.isEmpty {
            text += ", \(diagnosis.unknown.count) could not be made\(isVerbose ? "" : " (--verbose)")"
        }
        if !diagnosis.suppressed.isEmpty { text += ", \(diagnosis.suppressed.count) suppressed" }
        text += diagnosis.findings.isEmpty ? "" : ". docs/doctor.md explains each finding."
        return text
    }
}
