/// Which checks to make, and which findings not to tell.
public struct Examination: Sendable, Hashable {
    /// Nil for all.
    public var only: Set<String>?
    public var ignored: Set<String> = []
    /// The annotation of a guest that names what is not to be told of it: `doctor.ignore=no-entropy-device,cache-writeback`.
    public static let annotation = "doctor.ignore"
    /// In that annotation: nothing at all.
    public static let everything = "all"

    public init(only: Set<String>? = nil, ignored: Set<String> = []) {
        self.only = only
        self.ignored = ignored
    }

    /// Makes the checks.
    ///
    /// - Parameters:
    ///   - facts: what is known; checks of the host see all guests.
    ///   - names: the guests to look at; nil for all and the host, otherwise the host is left out.
    public func diagnose(_ facts: Facts, guests names: Set<String>? = nil) -> Diagnosis {
        var diagnosis = Diagnosis()
        let checks = Check.all.filter { only?.contains($0.identifier) ?? true }
        for check in checks {
            switch check.rule {
            case .host(let judge):
                guard names == nil else { continue }
                diagnosis.add(judge(facts), of: check, guest: nil, isSuppressed: ignored.contains(check.identifier))
            case .guest(let judge):
                for guest in facts.guests where names?.contains(guest.name) ?? true {
                    let own = Self.ignored(by: guest)
                    diagnosis.add(
                        judge(guest, facts.host), of: check, guest: guest.name,
                        isSuppressed: ignored.contains(check.identifier) || own.contains(check.identifier)
                            || own.contains(Self.everything))
                }
            }
        }
        diagnosis.sort()
        diagnosis.note(facts.guests.filter { names?.contains($0.name) ?? true })
        return diagnosis
    }

    /// What a guest's annotation names.
    static func ignored(by guest: GuestFacts) -> Set<String> {
        let text = guest.managed?.annotations[annotation] ?? ""
        return Set(text.split { $0 == "," || $0 == " " }.map(String.init))
    }
}
