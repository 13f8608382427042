import Foundation
import Testing

@testable import Doctor

@Suite("docs/doctor.md")
struct DocumentationTests {
    @Test("it explains every check, each once, and nothing else")
    func everyIdentifier() throws {
        let file = Recorded.repository.appending(path: "docs/doctor.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
        #expect(headings.sorted() == Check.all.map(\.identifier).sorted())
    }
}
