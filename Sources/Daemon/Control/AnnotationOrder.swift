import ControlProtocol
import QMP

/// An `annotate` that was checked.
struct AnnotationOrder {
    /// All that operators say of the guest from now on.
    private(set) var annotations: [String: String]
    /// What is different from what was asked, as a sentence.
    private(set) var remark: String?

    /// - Parameters:
    ///   - before: what operators said of it.
    ///   - configured: what the configuration says of it.
    /// - Throws: ``ControlFailure`` for keys and values that ``Annotations`` does not allow, for too many of them, and for
    ///   a key that is to be set and removed.
    init(
        _ command: Annotate, before: [String: String], configured: [String: String]
    ) throws(ControlFailure) {
        annotations = before
        var remarks: [String] = []
        for key in (command.remove ?? []).sorted() {
            if command.set?[key] != nil {
                throw ControlFailure(.genericError, "'\(key)' is to be set and removed at once")
            }
            let wasSet = annotations.removeValue(forKey: key) != nil
            if let remark = Self.remark(onRemoving: key, wasSet: wasSet, configured: configured[key] != nil) {
                remarks.append(remark)
            }
        }
        for (key, value) in (command.set ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let problem = Annotations.problem(key: key) ?? Annotations.problem(value: value) {
                throw ControlFailure(.genericError, "'\(key.prefix(Annotations.longestKey))': \(problem)")
            }
            annotations[key] = value
        }
        if let problem = Annotations.problem(count: annotations.count) {
            throw ControlFailure(.genericError, problem)
        }
        remark = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    }

    private static func remark(onRemoving key: String, wasSet: Bool, configured: Bool) -> String? {
        let key = "'\(key.prefix(Annotations.longestKey))'"
        switch (wasSet, configured) {
        case (true, true): return "\(key) is as the configuration says again"
        case (false, true): return "\(key) comes from the configuration, and can only be removed there"
        case (false, false): return "there was no \(key)"
        case (true, false): return nil
        }
    }
}
