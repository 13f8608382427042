import ArgumentParser
import ControlProtocol

struct AnnotateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "annotate", abstract: "Say something about a guest that policies can read.",
        discussion: """
            What is set here survives restarts of the daemon and wins over [guests.NAME.annotations] of the configuration; \
            with --remove the configuration's shows again. Which keys mean something, the policy in use says. Without \
            changes the annotations are shown.
            A key has at most 64 bytes and no blanks, a value at most 256 bytes; a guest has at most 64 of them.
            """)

    @Argument(help: "The guest's name, as 'list' has it.", completion: GuestNames.completion)
    var guest: String

    @Argument(help: "What is said: tier=gold. The value may be empty.")
    var annotations: [String] = []

    @Option(name: .long, help: ArgumentHelp("Take back what was set for this key; may be repeated.", valueName: "key"))
    var remove: [String] = []

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        let keys = try annotations.map { try Self.pair($0).key }
        let twice = Set(keys.filter { key in keys.count { $0 == key } > 1 } + keys.filter { remove.contains($0) })
        guard let key = twice.sorted().first else { return }
        throw ValidationError("'\(key)' is set or removed more than once")
    }

    func run(in context: Context) throws {
        if annotations.isEmpty, remove.isEmpty {
            return try ask(QueryGuests(guest: guest), guest: guest, in: context) { reply in
                reply.guests.flatMap { Self.lines($0.name, $0.annotations) }
            }
        }
        let pairs = try annotations.map { try Self.pair($0) }
        let request = Annotate(
            guest: guest, set: pairs.isEmpty ? nil : Dictionary(pairs.map { ($0.key, $0.value) }) { $1 },
            remove: remove.isEmpty ? nil : remove)
        try ask(request, guest: guest, in: context) { reply in
            Self.lines(reply.guest, reply.annotations) + (reply.remark.map { ["note: \(Text.printable($0))"] } ?? [])
        }
    }

    static func lines(_ guest: String, _ annotations: [String: String]) -> [String] {
        guard !annotations.isEmpty else { return ["\(Text.printable(guest)): no annotations"] }
        return [Text.printable("\(guest): \(text(annotations))")]
    }

    /// `owner=alice, tier=gold`, by key.
    static func text(_ annotations: [String: String]) -> String {
        annotations.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }

    private static func pair(_ word: String) throws -> (key: String, value: String) {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
            throw ValidationError("'\(word)' is not an annotation: write key=value, as in tier=gold")
        }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
}
