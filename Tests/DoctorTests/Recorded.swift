import Foundation
import QMP
import Testing

@testable import Doctor

/// Files beside the tests: what real programs wrote.
enum Recorded {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    static let repository = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A command line, a word a line.
    static func commandLine(_ name: String) throws -> QEMUCommandLine {
        let text = try String(contentsOf: fixtures.appending(path: name), encoding: .utf8)
        return QEMUCommandLine(
            text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    }

    static func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: [UInt8](Data(contentsOf: fixtures.appending(path: name))))
    }
}

/// A guest of words that a person would type after `qemu-system-x86_64`; none of them holds a blank.
func guest(_ words: String, program: String = "qemu-system-x86_64") -> GuestFacts {
    QEMUCommandLine([program] + words.split(separator: " ").map(String.init)).guest(named: "?")
}
