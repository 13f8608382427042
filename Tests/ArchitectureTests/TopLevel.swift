import Foundation
import Testing

@Suite("The repository's top level")
struct TopLevel {
    @Test("nothing lies there but what belongs there: no build leaves anything behind")
    func belongings() throws {
        let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let names = try FileManager.default.contentsOfDirectory(atPath: top.path).filter { !$0.hasPrefix(".") }
        let belong: Set = [
            "Package.swift", "Package.resolved", "Sources", "Tests", "Integration", "scripts", "docs", "README.md",
            "LICENSE", "CHANGELOG.md",
        ]
        #expect(Set(names).subtracting(belong) == [])
    }
}
