import TOMLKit

/// One TOML file, flattened: every key by its path, with the line where it stands.
struct ConfigurationDocument {
    struct Entry {
        var value: ConfigurationValue
        var file: String
        var line: Int?
    }

    /// Where a table begins; tables may be empty.
    struct Table {
        var file: String
        var line: Int?
    }

    private(set) var entries: [[String]: Entry] = [:]
    private(set) var tables: [[String]: Table] = [:]
    private let file: String
    private let lines: [[String]: Int]

    /// - Throws: ``ConfigurationError/Problem`` with the line when the text is not TOML.
    init(file: String, text: String) throws(ConfigurationError.Problem) {
        self.file = file
        lines = KeyLines(text).lines
        if let line = TableHeaders.firstMalformedLine(in: text) {
            throw ConfigurationError.Problem(
                file: file, line: line, message: "is not TOML: a table needs a name, as in [pool] or [guests.web1]")
        }
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch {
            guard let error = error as? TOMLParseError else {
                throw ConfigurationError.Problem(file: file, message: "is not TOML: \(error)")
            }
            throw ConfigurationError.Problem(
                file: file, line: error.source.begin.line,
                message: "is not TOML (column \(error.source.begin.column)): \(error.description)")
        }
        flatten(root, at: [])
    }

    private mutating func flatten(_ table: TOMLTable, at path: [String]) {
        for key in table.keys {
            guard let value = table[key] else { continue }
            let inner = path + [key]
            if let nested = value.table {
                tables[inner] = Table(file: file, line: lines[inner])
                flatten(nested, at: inner)
            } else {
                entries[inner] = Entry(value: ConfigurationValue(value), file: file, line: lines[inner])
            }
        }
    }
}
