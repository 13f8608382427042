import QMP

extension Diagnosis {
    /// Everything, for programs.
    ///
    /// - Parameter status: the exit status of the command.
    public func json(exitStatus status: Int32) -> JSONValue {
        [
            "findings": .array(findings.map(\.json)),
            "suppressed": .array(suppressed.map(\.json)),
            "unknown": .array(unknown.map { $0.json(as: "reason") }),
            "passed": .array(passed.map { $0.json(as: "claim") }),
            "notes": .array(notes.map { .string($0) }),
            "problems": .integer(Int64(count(of: .problem))),
            "warnings": .integer(Int64(count(of: .warning))),
            "advice": .integer(Int64(count(of: .advice))),
            "exit_status": .integer(Int64(status)),
        ]
    }
}

extension Diagnosis.Remark {
    fileprivate func json(as key: String) -> JSONValue {
        ["id": .string(identifier), "guest": guest.map { .string($0) } ?? .null, key: .string(text)]
    }
}

extension Finding {
    fileprivate var json: JSONValue {
        [
            "id": .string(identifier),
            "severity": .string(severity.rawValue),
            "guest": guest.map { .string($0) } ?? .null,
            "seen": .string(seen),
            "why": .string(why),
            "remedies": .array(
                remedies.map { ["place": .string($0.place.rawValue), "text": .string($0.text)] }),
            "link": .string(link),
        ]
    }
}
