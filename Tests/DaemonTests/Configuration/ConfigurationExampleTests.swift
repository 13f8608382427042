import BalloonKit
import Testing

@testable import Daemon

@Suite("The shipped example of the configuration")
struct ConfigurationExampleTests {
    @Test("parses and equals the defaults")
    func equalsDefaults() throws {
        var configuration = try Configuration(files: [("config.example.toml", try Example.text())])
        // The two that follow from the limit are written out in the example, as what they come to.
        #expect(configuration.pool.chosenHighWatermark == Configuration().pool.highWatermark)
        #expect(configuration.pool.chosenLowWatermark == Configuration().pool.lowWatermark)
        configuration.pool.chosenHighWatermark = nil
        configuration.pool.chosenLowWatermark = nil
        #expect(configuration == Configuration())
    }

    @Test("lists every known key once and no other")
    func listsEveryKey() throws {
        let listed = Example.keys(in: try Example.text())
        #expect(listed.sorted() == Configuration.knownKeys.sorted())
    }

    @Test("stays valid when the guest's table is used as it stands")
    func guestTableIsValid() throws {
        let lines = try Example.text().split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex(of: "#[guests.NAME]"))
        let table = lines[start...].prefix { !$0.hasPrefix("[") }.map {
            $0.hasPrefix("# ") ? $0 : String($0.drop { $0 == "#" })
        }
        let configuration = try Configuration(files: [("guest", table.joined(separator: "\n"))])
        #expect(configuration.guests.limits(of: "NAME", maximum: nil).ceiling == .gibibytes(4))
        #expect(configuration.guests.isManaged("NAME"))
    }
}
