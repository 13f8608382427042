/// What a policy says about itself.
public struct PolicyManifest: Sendable, Hashable {
    /// As it is called in the configuration: lower-case letters, digits and dashes, at most 64.
    public var name: String
    /// The author's own numbering.
    public var version: String
    /// What it does, in one sentence.
    public var summary: String
    public var knobs: [Knob]

    public init(name: String, version: String, summary: String, knobs: [Knob] = []) {
        self.name = name
        self.version = version
        self.summary = summary
        self.knobs = knobs
    }

    /// What keeps the manifest from being used; nil when nothing does.
    public var problem: String? {
        guard !name.isEmpty, name.utf8.count <= 64, name.utf8.allSatisfy(Self.isNameByte) else {
            return "'\(name)' is not a policy's name: use lower-case letters, digits and dashes, at most 64"
        }
        guard Set(knobs.map(\.name)).count == knobs.count else { return "two knobs have the same name" }
        for knob in knobs {
            guard !knob.name.isEmpty, knob.name.utf8.count <= 64, knob.name.utf8.allSatisfy(Self.isNameByte) else {
                return "'\(knob.name)' is not a knob's name: use lower-case letters, digits and dashes, at most 64"
            }
            guard knob.range.contains(knob.default) else {
                return "the default of knob '\(knob.name)' is outside of its range"
            }
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }
}
