import BalloonKit
import Testing

@testable import Doctor

/// One flaw, and what is to be said of it.
struct Flaw: Sendable, CustomTestStringConvertible {
    var identifier: String
    var severity: Severity
    var seen: String
    var make: @Sendable (inout Facts) -> Void

    init(
        _ identifier: String, _ severity: Severity, _ seen: String, _ make: @escaping @Sendable (inout Facts) -> Void
    ) {
        self.identifier = identifier
        self.severity = severity
        self.seen = seen
        self.make = make
    }

    var testDescription: String { "\(identifier): \(seen)" }
}

@Suite("Each check, on recorded facts")
struct CheckTests {
    @Test("a host and a guest without a flaw: nothing is found, nothing is unknown")
    func healthy() {
        let diagnosis = Examination().diagnose(Sample.healthy)
        #expect(diagnosis.findings == [])
        #expect(diagnosis.unknown == [])
        #expect(diagnosis.passed.count >= 45)
    }

    @Test("where nothing is known nothing is found and nothing has passed")
    func unknown() {
        let diagnosis = Examination().diagnose(Sample.unknown)
        #expect(diagnosis.findings == [])
        #expect(diagnosis.passed == [])
        #expect(diagnosis.unknown.count >= 40)
        #expect(diagnosis.unknown.allSatisfy { !$0.text.isEmpty })
    }

    @Test("one flaw gives one finding, with its numbers", arguments: Flaws.all)
    func flaw(_ flaw: Flaw) {
        var facts = Sample.healthy
        flaw.make(&facts)
        let findings = Examination().diagnose(facts).findings
        #expect(findings.map(\.identifier) == [flaw.identifier])
        #expect(findings.first?.severity == flaw.severity)
        #expect(findings.first?.seen == flaw.seen)
        #expect(findings.first?.remedies.isEmpty == false)
    }

    @Test("every check has a flaw that it finds, and a name of its own in kebab case")
    func everyCheck() {
        let identifiers = Check.all.map(\.identifier)
        #expect(Set(Flaws.all.map(\.identifier)) == Set(identifiers))
        #expect(Set(identifiers).count == identifiers.count)
        #expect(identifiers.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
    }

    @Test("sentences: why ends in a full stop, what passed and what was seen do not")
    func sentences() {
        for check in Check.all {
            #expect(check.why.hasSuffix(".") && check.why.first?.isUppercase == true, "\(check.identifier)")
            #expect(!check.claim.hasSuffix("."), "\(check.identifier)")
        }
        #expect(Flaws.all.allSatisfy { !$0.seen.hasSuffix(".") })
    }

    @Test("XML and qm are told only where they are spoken; QEMU's option always")
    func languages() {
        func places(_ origin: GuestFacts.Origin) -> Set<Remedy.Place> {
            var facts = Sample.healthy
            facts.guests[0].balloon = BalloonFacts(isPresent: false)
            facts.guests[0].origin = origin
            return Set(Examination().diagnose(facts).findings.flatMap(\.remedies).map(\.place))
        }
        #expect(places(.plain) == [.qemu])
        #expect(places(.libvirt) == [.qemu, .libvirt])
        #expect(places(.proxmox) == [.qemu, .proxmox])
    }

    @Test("several disks: one finding, which names those it holds for")
    func disks() {
        var facts = Sample.healthy
        facts.guests[0].disks = ["a", "b", "c", "d"].map { name in
            var disk = Sample.disk
            disk.name = name
            disk.cache = name == "d" ? CacheMode.none : .unsafe
            disk.isThrownAway = name == "c"
            return disk
        }
        let findings = Examination(only: ["cache-unsafe"]).diagnose(facts).findings
        #expect(findings.map(\.seen) == ["a and b: cache=unsafe"])
    }

    @Test("what is not known of one disk does not hide what is found of another")
    func unknownDisk() {
        var facts = Sample.healthy
        var unknown = Sample.disk
        unknown.cache = nil
        var unsafe = Sample.disk
        unsafe.cache = .unsafe
        facts.guests[0].disks = [unknown, unsafe]
        #expect(Examination(only: ["cache-unsafe"]).diagnose(facts).findings.count == 1)
        facts.guests[0].disks = [unknown, Sample.disk]
        let diagnosis = Examination(only: ["cache-unsafe"]).diagnose(facts)
        #expect(diagnosis.findings == [] && diagnosis.passed == [])
        #expect(diagnosis.unknown.map(\.text) == ["its cache mode is not known"])
    }

    @Test("a daemon that does not run is one finding, and what only it could tell does not apply")
    func noDaemon() {
        var facts = Sample.healthy
        facts.host.daemon = DaemonFacts()
        facts.host.daemon.isRunning = false
        facts.guests[0].managed = nil
        let diagnosis = Examination().diagnose(facts)
        #expect(diagnosis.findings.map(\.identifier) == ["daemon-not-running"])
        #expect(diagnosis.unknown == [])
    }

    @Test("a daemon that could not be asked is unknown, with the reason")
    func silentDaemon() {
        var facts = Sample.healthy
        facts.host.daemon = DaemonFacts()
        facts.host.daemon.note = "no permission to use /run/balloond/control.sock"
        facts.guests[0].managed = nil
        let diagnosis = Examination().diagnose(facts)
        #expect(diagnosis.findings == [])
        #expect(Set(diagnosis.unknown.map(\.text)) == ["no permission to use /run/balloond/control.sock"])
        #expect(diagnosis.unknown.contains { $0.identifier == "not-watched" })
    }

    @Test("a machine of another kind is emulated because it must be, and has no x86 models")
    func foreign() {
        var facts = Sample.healthy
        facts.guests[0].architecture = "aarch64"
        facts.guests[0].isAccelerated = false
        facts.guests[0].processorModel = ""
        #expect(Examination().diagnose(facts).findings == [])
        facts.guests[0].architecture = "i386"
        #expect(Examination().diagnose(facts).findings.map(\.identifier) == ["no-acceleration"])
    }

    @Test("CD-ROMs, throw-away and read-only disks may be cached as they like")
    func harmless() {
        var facts = Sample.healthy
        facts.guests[0].disks?[0].cache = .unsafe
        facts.guests[0].disks?[0].isThrownAway = true
        #expect(Examination().diagnose(facts).findings == [])
        facts.guests[0].disks?[0].cache = .writeback
        facts.guests[0].disks?[0].isThrownAway = false
        facts.guests[0].disks?[0].isReadOnly = true
        #expect(Examination().diagnose(facts).findings == [])
    }
}
