import BalloonKit
import Testing

@testable import Daemon

@Suite("What is wrong with a configuration")
struct ConfigurationErrorTests {
    /// Text, and the whole message.
    static let single: [(String, String)] = [
        (
            "[pool]\n\nlimit = \"80\"",
            "t:3: pool.limit: '80' is not a percentage: write a number and a percent sign, as in 80%; "
                + "write a percentage from \"50%\" to \"95%\""
        ),
        (
            "[pool]\nlimit = \"99%\"",
            "t:2: pool.limit: '99%' is out of range; write a percentage from \"50%\" to \"95%\""
        ),
        ("[pool]\nlimit = 0.8", "t:2: pool.limit: is a number: write a percentage from \"50%\" to \"95%\""),
        ("[pool]\nlimits = \"80%\"", "t:2: pool.limits: is not a known key: did you mean pool.limit?"),
        (
            "[pool]\nhigh_watermark = \"70%\"",
            "t:2: pool.high_watermark: is not a known key: did you mean pool.high-watermark?"
        ),
        ("[ksm]\nmode = \"on\"", "t:2: ksm.mode: 'on' is not known; write one of \"auto\", \"off\""),
        (
            "[policy]\ndead-band = \"16\"",
            "t:2: policy.dead-band: '16' has no unit: write 16M for mebibytes, 16B for bytes; write a size from \"0B\" to \"1G\""
        ),
        ("[policy]\ndead-band = 16", "t:2: policy.dead-band: is a whole number: write a size from \"0B\" to \"1G\""),
        (
            "[timing]\ncycle = \"5ms\"",
            "t:2: timing.cycle: '5ms' is out of range; write a time from \"250ms\" to \"1m\""
        ),
        (
            "[timing]\nstatistics-interval = \"1500ms\"",
            "t:2: timing.statistics-interval: '1500ms' is not a number of whole seconds; "
                + "write a time in whole seconds from \"1s\" to \"1m\""
        ),
        ("[daemon]\ndry-run = \"yes\"", "t:2: daemon.dry-run: is a text: write true or false"),
        (
            "[daemon]\ncontrol-mode = \"0999\"",
            "t:2: daemon.control-mode: '0999' is not a mode; write octal permission bits as in \"0660\""
        ),
        (
            "[daemon]\nstate-directory = \"var\"",
            "t:2: daemon.state-directory: 'var' does not begin with /; write an absolute path of at most 4095 bytes"
        ),
        (
            "[discovery]\nsockets = [\"/a\", 1]",
            "t:2: discovery.sockets: the list holds a whole number; "
                + "write a list of absolute paths or globs, as in [\"/run/balloond/guests/*.sock\"]"
        ),
        (
            "[guests.web1]\nfloors = \"1G\"",
            "t:2: guests.web1.floors: is not a known key: did you mean guests.web1.floor?"
        ),
        (
            "[guests.web1]\nshares = 0",
            "t:2: guests.web1.shares: 0 is out of range; write a whole number from 1 to 50000"
        ),
        (
            "[guests.web1]\nfloor = \"max\"",
            "t:2: guests.web1.floor: 'max' would leave nothing to manage; write a size as in \"512M\" or \"25%\""
        ),
        ("\n[kms]\nmode = \"off\"", "t:3: kms.mode: is not a known key: did you mean ksm.mode?"),
        ("[tiimng]", "t:1: tiimng: is not a known table: did you mean timing?"),
        ("[wholly.different]\nx = 1", "t:2: wholly.different.x: is not a known key"),
        ("pool = 1", "t:1: pool: is a whole number: it must be a table, [pool]"),
        (
            "[timing.cycle]\nx = 1",
            "t:1: timing.cycle: is a table: write a time from \"250ms\" to \"1m\"\n"
                + "t:2: timing.cycle.x: is not a known key: did you mean timing.cycle?"
        ),
        (
            "[policy]\nuse = \"Office Hours\"",
            "t:2: policy.use: 'Office Hours' is no policy's name: those have lower-case letters, digits and dashes, at most 64; "
                + "write a policy's name as in \"office-hours\", or its absolute path"
        ),
        (
            "[policy]\nshadow = true",
            "t:2: policy.shadow: is true or false: "
                + "write a policy's name as in \"office-hours\", or its absolute path, or \"\" for none"
        ),
        (
            "[policy]\nshadow = \"built-in\"",
            "t:2: policy.shadow: decides already: name another policy, or \"\" for none"
        ),
        (
            "[policy]\ndirectories = [\"policies\"]",
            "t:2: policy.directories: 'policies' does not begin with /; "
                + "write a list of at most 16 absolute paths, as in [\"/etc/balloond/policies\"]"
        ),
        (
            "[policy]\ndeadline = \"2s\"",
            "t:2: policy.deadline: '2s' is out of range; write a time from \"10ms\" to \"1s\""
        ),
        (
            "[policy]\ndeadline = \"1s\"\n[timing]\ncycle = \"500ms\"",
            "t:2: policy.deadline: must not be longer than the cycle of 500ms"
        ),
        ("[policy]\nfailures = 0", "t:2: policy.failures: 0 is out of range; write a whole number from 1 to 100"),
        ("[policy]\nmemory = \"1M\"", "t:2: policy.memory: '1M' is out of range; write a size from \"64M\" to \"16G\""),
        ("[policy.knobs.tiers]\nx = \"1\"", "t:2: policy.knobs.tiers.x: is a text: write a number"),
        ("[policy.knobs.tiers]\nx = inf", "t:2: policy.knobs.tiers.x: inf cannot be counted with; write a number"),
        (
            "[policy.knobs]\ntiers = 1",
            "t:2: policy.knobs.tiers: is a whole number: it must be a table, [policy.knobs.tiers]"
        ),
        (
            "[policy.knobs.built-in]\nx = 1",
            "t:1: policy.knobs.built-in: has no knobs of this kind: its knobs are the keys of [policy]"
        ),
        (
            "[guests.a.annotations]\ntier = 1",
            "t:2: guests.a.annotations.tier: is a whole number: write a text of at most 256 bytes"
        ),
        (
            "[guests.a.annotations]\n\"a key\" = \"x\"",
            "t:2: guests.a.annotations.\"a key\": a key has no blanks, equals signs or control characters; "
                + "write a text of at most 256 bytes"
        ),
        (
            "[guests.a]\nannotations = \"gold\"",
            "t:2: guests.a.annotations: is a text: it must be a table, [guests.a.annotations]"
        ),
        (
            "[guests.a.annotations]\n" + (1...65).map { "k\($0) = \"\"\n" }.joined(),
            "t:1: guests.a.annotations: 65 are too many: a guest has at most 64"
        ),
        ("[pool]\nkind = \"cgroup\"", "t:2: pool.kind: is \"cgroup\", so cgroup = \"DIRECTORY\" must say which"),
        ("[pool]\ncgroup = \"a\"", "t:2: pool.cgroup: is only used with kind = \"cgroup\": add that, or remove this"),
        ("[pool]\nhigh-watermark = \"85%\"", "t:2: pool.high-watermark: must be below the limit of 80%"),
        ("[pool]\nlow-watermark = \"78%\"", "t:2: pool.low-watermark: must be below the high watermark of 77%"),
        ("[guests.a]\nfloor = \"2G\"\nceiling = \"1G\"", "t:2: guests.a.floor: is above the guest's ceiling"),
        ("[guests.a]\nceiling = \"64M\"", "t:2: guests.a.ceiling: is below the floor of guests.defaults"),
        (
            "[timing]\ncycle = \"250ms\"\nsensor = \"500ms\"",
            "t:3: timing.sensor: must not be longer than the cycle of 250ms"
        ),
    ]

    @Test("is told with file, line, key and what would be right", arguments: single)
    func message(_ text: String, _ message: String) throws {
        #expect(problems([("t", text)]).map(\.description).joined(separator: "\n") == message)
    }

    @Test("is told all at once, from all files, in order of file and line")
    func allAtOnce() throws {
        let problems = problems([
            ("a", "[pool]\nlimit = \"80\"\nkindd = \"host\"\n"), ("b", "not toml"), ("c", "[ksm]\nmode = 1"),
        ])
        #expect(problems.map { "\($0.file):\($0.line ?? 0)" } == ["b:1", "a:2", "a:3", "c:2"])
    }

    @Test("names the file in which the winning value stands")
    func winningFile() throws {
        let problems = problems([("a", "[ksm]\nmode = \"off\""), ("b", "\n\n[ksm]\nmode = \"of\"")])
        #expect(problems.map { "\($0.file):\($0.line ?? 0)" } == ["b:4"])
    }

    @Test("freshness no longer than the statistics interval would leave every guest stale")
    func freshness() throws {
        let problems = problems([("t", "[timing]\nstatistics-interval = \"5s\"")])
        #expect(problems.map(\.key) == ["timing.statistics-interval"])
        #expect(
            try Configuration(files: [("t", "[timing]\nstatistics-interval = \"5s\"\nfreshness = \"16s\"")]).timing
                .freshness == .seconds(16))
    }

    @Test(
        "a table without a name is a mistake with its line, not the end of the process",
        arguments: ["[", "[\n", "[.a]", "[$a]", "[[\n", "[[[a]]]", "  [ # guests]", "[\u{E4}]", "[=]"])
    func namelessTable(header: String) {
        let problems = problems([("t", "[pool]\n\(header)")])
        #expect(problems.map(\.line) == [2])
    }

    @Test("text that is not TOML is refused without a trap, whatever it is")
    func mutations() throws {
        let text = Array(try Example.text().utf8)
        var random = SeededRandom(seed: 11)
        var refused = 0
        for _ in 0..<400 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default: bytes.removeSubrange(at..<min(bytes.count, at + 40))
                }
            }
            let broken = String(decoding: bytes, as: UTF8.self)
            let problems = problems([("t", broken)])
            refused += problems.isEmpty ? 0 : 1
            #expect(problems.allSatisfy { !$0.message.isEmpty })
        }
        #expect(refused > 100)
    }

    private func problems(_ files: [(name: String, text: String)]) -> [ConfigurationError.Problem] {
        do throws(ConfigurationError) {
            _ = try Configuration(files: files)
            return []
        } catch {
            return error.problems
        }
    }
}
