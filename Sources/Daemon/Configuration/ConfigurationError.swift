/// Everything that is wrong with the configuration, not just the first thing.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    public var problems: [Problem]

    public init(_ problems: [Problem]) { self.problems = problems }

    /// One line a problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }

    /// One thing that is wrong: `/etc/balloond/config.toml:3: pool.limit: '80' is not a percentage: …`.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public var file: String
        /// From 1; nil when the file could not be read at all.
        public var line: Int?
        /// Dotted; nil for what is no key's fault.
        public var key: String?
        /// What is wrong, and what would be right.
        public var message: String

        public init(file: String, line: Int? = nil, key: String? = nil, message: String) {
            self.file = file
            self.line = line
            self.key = key
            self.message = message
        }

        public var description: String {
            let place = line.map { "\(file):\($0)" } ?? file
            return key.map { "\(place): \($0): \(message)" } ?? "\(place): \(message)"
        }
    }
}
