import BalloonKit

/// Looks keys up by path, and keeps book: what was wrong, what is known, and so what is unknown.
struct ConfigurationReader {
    private let entries: [[String]: ConfigurationDocument.Entry]
    private let tables: [[String]: ConfigurationDocument.Table]
    private(set) var problems: [ConfigurationError.Problem] = []
    /// Paths that were asked for, in order.
    private(set) var knownKeys: [[String]] = []

    /// Later documents win, key by key.
    init(_ documents: [ConfigurationDocument]) {
        entries = documents.reduce(into: [:]) { $0.merge($1.entries) { $1 } }
        tables = documents.reduce(into: [:]) { $0.merge($1.tables) { first, _ in first } }
    }

    /// Names of the tables and keys directly below `path`.
    func names(below path: [String]) -> [String] {
        let paths = Array(entries.keys) + Array(tables.keys)
        return Set(paths.filter { $0.count > path.count && $0.starts(with: path) }.map { $0[path.count] }).sorted()
    }

    /// Reads the key into `target`, which stays as it is where the key is absent or wrong.
    mutating func read<Value>(_ path: String..., into target: inout Value, as form: ValueForm<Value>) {
        if let value = value(path, form) { target = value }
    }

    /// The same for keys that have no default of their own.
    mutating func read<Value>(_ path: String..., into target: inout Value?, as form: ValueForm<Value>) {
        if let value = value(path, form) { target = value }
    }

    private mutating func value<Value>(_ path: [String], _ form: ValueForm<Value>) -> Value? {
        knownKeys.append(path)
        if tables[path] != nil && entries[path] == nil {
            report(path, "is a table: write \(form.expected)")
            return nil
        }
        guard let entry = entries[path] else { return nil }
        do throws(TextError) {
            if let value = try form.read(entry.value) { return value }
            report(path, "is \(entry.value.kind): write \(form.expected)")
        } catch {
            report(path, "\(error.description); write \(form.expected)")
        }
        return nil
    }

    /// Notes something wrong with the key, where it stands.
    mutating func report(_ path: [String], _ message: String) {
        let entry = entries[path]
        let file = entry?.file ?? tables[path]?.file ?? ""
        let line = entry == nil ? tables[path]?.line : entry?.line
        problems.append(.init(file: file, line: line, key: Self.dotted(path), message: message))
    }

    func isGiven(_ path: String...) -> Bool { entries[path] != nil }

    /// Reports what nobody asked for. `openTables` may be empty without being unknown.
    mutating func reportUnknown(tables openTables: [[String]]) {
        let known = Set(knownKeys)
        let knownTables = Set(knownKeys.map { Array($0.dropLast()) } + openTables)
        for path in entries.keys.sorted(by: { Self.dotted($0) < Self.dotted($1) }) where !known.contains(path) {
            if knownTables.contains(path) {
                report(path, "is \(entries[path]?.value.kind ?? "a value"): it must be a table, [\(Self.dotted(path))]")
            } else {
                report(path, "is not a known key" + suggestion(path, among: knownKeys))
            }
        }
        for path in tables.keys.sorted(by: { Self.dotted($0) < Self.dotted($1) })
        where !known.contains(path) && !knownTables.contains(where: { $0.starts(with: path) })
            && names(below: path).isEmpty
        {
            report(path, "is not a known table" + suggestion(path, among: Array(knownTables)))
        }
    }

    private func suggestion(_ path: [String], among candidates: [[String]]) -> String {
        let wanted = Self.dotted(path)
        let nearest = candidates.filter { !$0.isEmpty }.map { (Self.dotted($0), Spelling.distance($0, path)) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let (name, distance) = nearest, distance <= max(2, wanted.count / 4) else { return "" }
        return ": did you mean \(name)?"
    }

    /// As TOML writes it: `guests."web.1".floor`.
    static func dotted(_ path: [String]) -> String {
        path.map { part in
            let isBare = !part.isEmpty && part.utf8.allSatisfy { $0 == 45 || $0 == 95 || Self.isAlphanumeric($0) }
            return isBare ? part : part.debugDescription
        }.joined(separator: ".")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
