import Foundation
import Simulation
import Testing

@Suite struct CatalogueTests {
    @Test("Every reason code stands in the catalogue of what a swarm must see")
    func complete() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Controller/ReasonCodes.swift").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        let declared = Set(text.matches(of: /Self \{ "([a-z-]+)" \}/).map { String($0.output.1) })
        #expect(declared.count > 40)
        let known = Set(CoverageCatalogue.all.map(\.code))
        #expect(declared.subtracting(known).sorted() == [])
    }
}
