import BalloonKit
import ControlProtocol
import ControlSamples
import Testing

@testable import Exposition

@Suite("A scrape for Prometheus")
struct ExpositionTests {
    private func lines(_ status: StatusReport, _ guests: [GuestReport] = []) -> [Substring] {
        String(decoding: MetricsText.bytes(status: status, guests: guests), as: UTF8.self).split(separator: "\n")
    }

    @Test("says everything that is known, byte for byte")
    func golden() {
        let bytes = MetricsText.bytes(status: Samples.status, guests: [Samples.bareGuest, Samples.guest])
        #expect(String(decoding: bytes, as: UTF8.self) == Golden.scrape)
    }

    @Test("leaves out what is not known, and says that the pool cannot be read")
    func bare() {
        let lines = lines(Samples.bareStatus)
        #expect(lines.contains("balloond_pool_readable 0"))
        #expect(!lines.contains { $0.hasPrefix("balloond_pool_used_bytes") || $0.hasPrefix("balloond_ksm") })
        #expect(!lines.contains { $0.hasPrefix("balloond_guest_") })
    }

    @Test("escapes what stands in labels, and nothing else can begin a line")
    func escaping() {
        var guest = Samples.bareGuest
        guest.name = "a\"b\\c\nballoond_rung 9"
        #expect(
            lines(Samples.bareStatus, [guest]).contains(
                #"balloond_guest_distress{guest="a\"b\\c\nballoond_rung 9"} 0"#))
    }

    @Test("tells a guest once when two rows have its name: Prometheus would refuse the whole scrape")
    func duplicates() {
        let lines = lines(Samples.bareStatus, [Samples.guest, Samples.guest])
        #expect(lines.filter { $0.hasPrefix("balloond_guest_actual_bytes{") }.count == 1)
    }

    @Test("has each family once, with HELP and TYPE before its samples, counters with _total and gauges without")
    func families() {
        var family = ""
        var seen: Set<String> = []
        for line in lines(Samples.status, [Samples.guest, Samples.bareGuest]) {
            let words = line.split(separator: " ")
            if line.hasPrefix("# HELP ") {
                family = String(words[2])
                #expect(seen.insert(family).inserted)
                #expect(words.count > 3)
            } else if line.hasPrefix("# TYPE ") {
                #expect(words[2] == family)
                #expect((words[3] == "counter") == family.hasSuffix("_total"))
            } else {
                #expect(line.prefix { $0 != "{" && $0 != " " } == family)
                #expect(Double(words[words.count - 1]) != nil)
            }
        }
        #expect(seen.count > 45)
    }

    @Test("has one sample a state, with 1 for the current one; a newer daemon's states as well")
    func states() {
        var status = Samples.status
        status.rung = "overdrive"
        status.guests = ["fresh": 2, "hovering": 1]
        let lines = lines(status)
        #expect(lines.contains(#"balloond_rung{rung="overdrive"} 1"#))
        #expect(lines.contains(#"balloond_rung{rung="normal"} 0"#))
        #expect(lines.contains(#"balloond_guests{state="fresh"} 2"#))
        #expect(lines.contains(#"balloond_guests{state="hovering"} 1"#))
        #expect(lines.contains(#"balloond_guests{state="silent"} 0"#))
    }

    @Test("names a counter that it does not know in a general form, with what a name may hold")
    func unknownCounter() {
        var status = Samples.bareStatus
        status.counters = ["cycles": .max, "warp-jumps": 3]
        let lines = lines(status)
        #expect(lines.contains("balloond_cycles_total 18446744073709551615"))
        #expect(lines.contains("# HELP balloond_warp_jumps_total Counter 'warp-jumps' of 'balloonctl status'."))
        #expect(lines.contains("balloond_warp_jumps_total 3"))
    }

    @Test("never has reasons, sockets or annotations in it: they are not bounded")
    func noSentences() {
        let text = String(
            decoding: MetricsText.bytes(status: Samples.status, guests: [Samples.guest]), as: UTF8.self)
        for word in ["136 MiB is idle", "web1.qmp", "alice", "backup", "swaps out", "failed too often"] {
            #expect(!text.contains(word))
        }
    }

    @Test("keeps a number that is not finite out, and the ends of integers whole")
    func numbers() {
        var status = Samples.status
        status.pool?.usage = .nan
        status.pool?.slope = ByteCount(.min)
        status.pool?.used = .max
        let lines = lines(status)
        #expect(!lines.contains { $0.hasPrefix("balloond_pool_usage_ratio") })
        #expect(lines.contains("balloond_pool_slope_bytes_per_second -9223372036854775808"))
        #expect(lines.contains("balloond_pool_used_bytes 9223372036854775807"))
    }
}
