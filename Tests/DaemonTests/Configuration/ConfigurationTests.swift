import BalloonKit
import Logging
import Testing

@testable import Daemon

@Suite("Configuration")
struct ConfigurationTests {
    @Test("without any file is the defaults")
    func defaults() throws {
        let configuration = try Configuration(files: [])
        #expect(configuration == Configuration())
        let marks = configuration.pool.watermarks(of: ByteCount(1000))
        #expect(marks == Watermarks(limit: ByteCount(800), high: ByteCount(770), low: ByteCount(720)))
    }

    @Test("reads each kind of value")
    func kinds() throws {
        let configuration = try read(
            """
            pool = { kind = "cgroup", cgroup = "machine.slice", limit = "75.5%" }
            [discovery]
            sockets = ["/a/*.sock",
                       "/b"]
            shared-sockets = ["/var/run/qemu-server/*.qmp"]
            scan-proc = false
            [timing]
            cycle = "500ms"
            statistics-interval = "2s"
            [policy]
            dead-band = "1.5M"
            [ksm]
            mode = "off"
            [daemon]
            control-mode = "0600"
            control-group = "kvm"
            log-level = "debug"
            """)
        #expect(configuration.pool.kind == .cgroup)
        #expect(configuration.pool.cgroup == "machine.slice")
        #expect(configuration.pool.limit == Percentage(75.5))
        #expect(configuration.pool.highWatermark == Percentage(72.5))
        #expect(configuration.discovery.sockets == ["/a/*.sock", "/b"])
        #expect(configuration.discovery.sharedSockets == ["/var/run/qemu-server/*.qmp"])
        #expect(!configuration.discovery.scanProc)
        #expect(configuration.timing.cycle == .milliseconds(500))
        #expect(configuration.policy.deadBand == .kibibytes(1536))
        #expect(configuration.ksm.mode == .off)
        #expect(configuration.daemon.controlMode == 0o600)
        #expect(configuration.daemon.controlGroup == "kvm")
        #expect(configuration.daemon.adminGroup == nil)
        #expect(configuration.daemon.logLevel == .debug)
    }

    @Test("a guest's table overrides the defaults key by key")
    func guests() throws {
        let configuration = try read(
            """
            [guests.defaults]
            floor = "256M"
            shares = 500
            [guests.web1]
            ceiling = "50%"
            [guests."db.1"]
            floor = "1G"
            managed = false
            [guests.plain]
            """)
        let gibibyte = ByteCount.gibibytes(1)
        #expect(
            configuration.guests.limits(of: "web1", maximum: gibibyte)
                == GuestLimits(floor: .mebibytes(256), ceiling: .mebibytes(512), shares: 500))
        #expect(configuration.guests.limits(of: "web1", maximum: nil).ceiling == nil)
        #expect(configuration.guests.limits(of: "db.1", maximum: nil).floor == gibibyte)
        #expect(!configuration.guests.isManaged("db.1"))
        #expect(configuration.guests.isManaged("never heard of"))
        #expect(configuration.guests.named.keys.sorted() == ["db.1", "plain", "web1"])
    }

    @Test("later files win key by key, and tables of one guest merge")
    func layers() throws {
        let configuration = try Configuration(files: [
            ("a", "[guests.web1]\nfloor = \"256M\"\nshares = 10\n[ksm]\nmode = \"off\""),
            ("b", "[guests.web1]\nshares = 20"),
        ])
        #expect(configuration.guests.named["web1"]?.floor == .bytes(.mebibytes(256)))
        #expect(configuration.guests.named["web1"]?.shares == 20)
        #expect(configuration.ksm.mode == .off)
    }

    @Test("who decides, what plugins may cost, and knobs of any kind of number")
    func policy() throws {
        let configuration = try read(
            """
            [policy]
            use = "office-hours"
            shadow = "/opt/policies/tiers.so"
            directories = []
            deadline = "1s"
            failures = 100
            memory = "1G"
            [policy.knobs.office-hours]
            day-floor = 25
            night-floor = -0.5
            [policy.knobs.plain]
            """)
        #expect(configuration.policy.use == "office-hours")
        #expect(configuration.policy.shadow == "/opt/policies/tiers.so")
        #expect(configuration.policy.directories.isEmpty)
        #expect(configuration.policy.deadline == .seconds(1))
        #expect(configuration.policy.failures == 100)
        #expect(configuration.policy.memory == .gibibytes(1))
        #expect(
            configuration.policy.knobs == ["office-hours": ["day-floor": 25, "night-floor": -0.5], "plain": [:]])
        #expect(try read("[policy]\nshadow = \"\"").policy.shadow == nil)
    }

    @Test("knobs and annotations merge key by key over files, whatever the order of their tables")
    func freeTables() throws {
        let configuration = try Configuration(files: [
            ("a", "[guests.web1.annotations]\ntier = \"gold\"\nowner = \"alice\"\n[policy.knobs.tiers]\na = 1\nb = 2"),
            ("b", "[guests.web1.annotations]\ntier = \"\"\n[guests.web1]\nshares = 7\n[policy.knobs.tiers]\nb = 3"),
        ])
        #expect(configuration.guests.named["web1"]?.annotations == ["tier": "", "owner": "alice"])
        #expect(configuration.guests.named["web1"]?.shares == 7)
        #expect(configuration.guests.annotations(of: "web2").isEmpty)
        #expect(configuration.policy.knobs == ["tiers": ["a": 1, "b": 3]])
    }

    private func read(_ text: String) throws -> Configuration { try Configuration(files: [("test.toml", text)]) }
}
