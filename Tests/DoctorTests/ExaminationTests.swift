import BalloonKit
import QMP
import Testing

@testable import Doctor

@Suite("What is asked and what is told")
struct ExaminationTests {
    /// A host that swaps, and three guests: two without a balloon, one of them with an unsafe disk.
    private var flawed: Facts {
        var facts = Sample.healthy
        facts.host.swapUsed = .gibibytes(1)
        facts.guests = ["db1", "web1", "web2"].map { name in
            var guest = Sample.guest
            guest.name = name
            if name != "web2" { guest.balloon = BalloonFacts(isPresent: false) }
            return guest
        }
        facts.guests[0].disks?[0].cache = .unsafe
        return facts
    }

    private func told(_ diagnosis: Diagnosis) -> [String] {
        diagnosis.findings.map { "\($0.guest ?? "host") \($0.identifier)" }
    }

    @Test("the worst first, then in the order of the checks, guests by name")
    func order() {
        let diagnosis = Examination().diagnose(flawed)
        #expect(
            told(diagnosis) == [
                "db1 no-balloon-device", "web1 no-balloon-device", "db1 cache-unsafe", "host swap-in-use",
            ])
        #expect(diagnosis.worst == .problem)
        #expect(diagnosis.count(of: .problem) == 3 && diagnosis.count(of: .warning) == 1)
    }

    @Test("some guests only: then the host is left out")
    func someGuests() {
        #expect(told(Examination().diagnose(flawed, guests: ["web1"])) == ["web1 no-balloon-device"])
        #expect(Examination().diagnose(flawed, guests: ["web2"]).worst == nil)
    }

    @Test("some checks only, and some left out: what is left out is counted")
    func someChecks() {
        #expect(told(Examination(only: ["swap-in-use"]).diagnose(flawed)) == ["host swap-in-use"])
        let diagnosis = Examination(ignored: ["no-balloon-device", "swap-in-use"]).diagnose(flawed)
        #expect(told(diagnosis) == ["db1 cache-unsafe"])
        #expect(diagnosis.suppressed.count == 3)
    }

    @Test("a guest's annotation keeps its findings quiet, and no other's")
    func annotation() {
        var facts = flawed
        facts.guests[0].managed?.annotations = ["doctor.ignore": "no-balloon-device, cache-unsafe", "tier": "gold"]
        let diagnosis = Examination(only: ["no-balloon-device", "cache-unsafe"]).diagnose(facts)
        #expect(told(diagnosis) == ["web1 no-balloon-device"])
        #expect(diagnosis.suppressed.map(\.identifier) == ["no-balloon-device", "cache-unsafe"])
        facts.guests[0].managed?.annotations = ["doctor.ignore": "all"]
        #expect(Examination().diagnose(facts).suppressed.count == 2)
    }

    @Test("an annotation that names no check is told, and so is what could not be seen")
    func notes() {
        var facts = Sample.healthy
        facts.guests[0].managed?.annotations = ["doctor.ignore": "no-baloon-device"]
        facts.guests[0].blindSpots = ["its open files cannot be read: try as root"]
        let notes = Examination().diagnose(facts).notes
        #expect(notes.count == 2)
        #expect(notes[0] == "web1: its open files cannot be read: try as root")
        #expect(notes[1].contains("'no-baloon-device'"))
        facts.guests[0].managed?.annotations = [:]
        facts.guests += ["web2", "web3", "web4"].map { name in
            var guest = facts.guests[0]
            guest.name = name
            return guest
        }
        #expect(Examination().diagnose(facts).notes == ["4 guests: its open files cannot be read: try as root"])
    }

    @Test("JSON has everything: findings with their remedies, passed, unknown, suppressed, counts")
    func json() throws {
        var facts = flawed
        facts.host.processorUsage = nil
        let json = Examination(ignored: ["cache-unsafe"]).diagnose(facts).json(exitStatus: 2)
        #expect(json["exit_status"]?.int64 == 2)
        #expect(json["problems"]?.int64 == 2 && json["warnings"]?.int64 == 1 && json["advice"]?.int64 == 0)
        let first = try #require(json["findings"]?[0])
        #expect(first["id"]?.string == "no-balloon-device")
        #expect(first["guest"]?.string == "db1")
        #expect(first["severity"]?.string == "problem")
        #expect(first["link"]?.string == "docs/doctor.md#no-balloon-device")
        #expect(first["remedies"]?[0]?["place"]?.string == "qemu")
        #expect(json["findings"]?[2]?["guest"]?.isNull == true)
        #expect(json["unknown"]?[0]?["id"]?.string == "processors-busy")
        #expect(json["suppressed"]?.array?.count == 1)
        #expect(json["passed"]?.array?.isEmpty == false)
    }
}
