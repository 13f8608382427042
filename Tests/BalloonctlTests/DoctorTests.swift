import BalloonKit
import ControlProtocol
import Foundation
import QMP
import Testing

@testable import balloonctl

@Suite("doctor: facts gathered, told and counted")
struct DoctorTests {
    /// A procfs with one QEMU and a procfs's few files; nothing in it is this machine's.
    private func host(_ body: ([String]) throws -> Void) throws {
        let directory = try temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let files = [
            "proc/meminfo": "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
            "proc/stat": "cpu  1 0 1 8 0 0 0 0\ncpu0 1 0 1 8\ncpu1 1 0 1 8\n",
            "proc/pressure/memory": "some avg10=0.00\n",
            "proc/sys/vm/overcommit_memory": "0\n",
            "proc/4711/cmdline": commandLine.joined(separator: "\0") + "\0",
            "proc/4711/status": "VmLck: 0 kB\nVmSwap: 0 kB\n",
            "sys/kernel/mm/ksm/run": "0\n",
            "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
            "sys/devices/system/node/node0/x": "",
            "dev/kvm": "",
        ]
        for (path, text) in files {
            let file = URL(filePath: directory).appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try body(["--procfs", directory + "/proc", "--sysfs", directory + "/sys", "--devfs", directory + "/dev"])
    }

    private let commandLine = [
        "/usr/bin/qemu-system-x86_64", "-name", "guest=web1,debug-threads=on", "-object",
        #"{"qom-type":"secret","id":"masterKey0"}"#, "-nodefaults", "-accel", "kvm", "-cpu", "host", "-device",
        "virtio-balloon-pci,deflate-on-oom=on,free-page-reporting=on", "-device", "virtio-rng-pci", "-blockdev",
        #"{"driver":"host_device","filename":"/dev/vg0/web1","node-name":"disk","cache":{"no-flush":true}}"#, "-device",
        "virtio-blk-pci,drive=disk,id=virtio-disk0",
    ]

    @Sendable private static func answer(_ request: ControlRequest) -> FakeDaemon.Answer {
        switch request {
        case .queryGuests:
            var guest = GuestReport(name: "web1", state: .fresh)
            guest.pid = 4711
            guest.maximum = .gibibytes(1)
            return .reply(QueryGuests.Reply(guests: [guest]).json)
        case .queryHardware(let command):
            let statistics: JSONValue = ["last-update": 1, "stats": ["stat-available-memory": 1]]
            return .reply(
                HardwareReport(
                    guest: command.guest, balloon: "/machine/peripheral/balloon0", answers: ["guest-stats": statistics]
                ).json)
        default: return Replies.answer(request)
        }
    }

    private func run(_ words: [String], width: Int? = nil) throws -> Outcome {
        try FakeDaemon.run(Self.answer) { daemon in
            balloonctl(words: ["doctor"] + words, in: Surroundings(socket: daemon.path, width: width))
        }
    }

    @Test("a finding as people read it: what, why, and what to do where this guest comes from")
    func text() throws {
        try host { roots in
            let outcome = try run(["web1"] + roots, width: 80)
            #expect(
                outcome.lines == [
                    "PROBLEM    cache-unsafe                                                     web1",
                    "           virtio-disk0: cache=unsafe",
                    "           When the host crashes, the guest's file system and databases are",
                    "           broken, not just behind.",
                    "  QEMU     -drive …,cache=none,aio=native",
                    "  libvirt  <driver name='qemu' type='…' cache='none' io='native'/>",
                    "",
                    "note: web1: its open files cannot be read: try as root",
                    "",
                    "1 guest: 1 problem; 22 checks passed. docs/doctor.md explains each finding.",
                ])
            #expect(outcome.status == 2)
            #expect(outcome.err == "")
        }
    }

    @Test("the host too: the daemon's own state, and the second in which the processors are measured")
    func host() throws {
        try host { roots in
            let outcome = try run(roots)
            let first = outcome.lines.filter {
                $0.hasPrefix("PROBLEM") || $0.hasPrefix("WARNING") || $0.hasPrefix("ADVICE")
            }
            // The socket is a test's own, and the daemon in the replies is on a dry run with processes of nobody.
            #expect(first.map { $0.split(separator: " ")[1] }.contains("daemon-dry-run"))
            // The last sentence is broken where the line ends.
            let text = outcome.lines.joined(separator: " ")
            #expect(text.contains("host and 1 guest: 1 problem"))
            #expect(text.contains("could not be made (--verbose)"))
        }
    }

    @Test("--json tells all, with the exit status in it")
    func json() throws {
        try host { roots in
            let outcome = try run(["web1", "--json"] + roots)
            let json = try JSONValue(parsing: Array(outcome.out.utf8))
            #expect(json["findings"]?[0]?["id"]?.string == "cache-unsafe")
            #expect(json["findings"]?[0]?["guest"]?.string == "web1")
            #expect(json["exit_status"]?.int64 == 2 && outcome.status == 2)
        }
    }

    @Test("exit status by the worst finding that is told")
    func status() throws {
        try host { roots in
            #expect(try run(["web1", "--ignore", "cache-unsafe"] + roots).status == 0)
            #expect(try run(["--only", "daemon-dry-run"] + roots).status == 0)
            let ignored = try run(["web1", "--ignore", "cache-unsafe,aio-threads"] + roots)
            #expect(ignored.lines.last?.contains("nothing found; 22 checks passed, 1 suppressed") == true)
        }
    }

    @Test("without a daemon the command line still tells, and what only it could tell is not checked")
    func noDaemon() throws {
        try host { roots in
            let outcome = balloonctl(
                words: ["doctor", "--verbose"] + roots, in: Surroundings(socket: "/nowhere/control.sock"))
            #expect(outcome.status == 2)
            #expect(outcome.lines.contains { $0.hasPrefix("WARNING    daemon-not-running") })
            #expect(outcome.lines.contains { $0.hasPrefix("PROBLEM    cache-unsafe") })
            #expect(
                outcome.lines.contains("           balloond is not running: there is no socket /nowhere/control.sock"))
            #expect(outcome.lines.contains { $0.contains("no-balloon-driver") && $0.contains("only balloond") })
        }
    }

    @Test("a daemon that has no word for it is no reason to stop: a note says that QEMU was not asked")
    func elderDaemon() throws {
        try host { roots in
            try FakeDaemon.run({ request in
                if case .queryHardware = request {
                    return .refuse(QMPServerError(.commandNotFound, "The command query-hardware has not been found"))
                }
                return Self.answer(request)
            }) { daemon in
                let outcome = balloonctl(words: ["doctor", "web1"] + roots, in: Surroundings(socket: daemon.path))
                #expect(outcome.status == 2)
                #expect(outcome.lines.contains { $0.hasPrefix("note: web1: its QEMU was not asked") })
            }
        }
    }

    @Test("what is misspelt is named, with what is near")
    func misspelt() throws {
        try host { roots in
            let check = try run(["--only", "cache-unsave"] + roots)
            #expect(check.status == 64 && check.err.contains("did you mean 'cache-unsafe'?"))
            let guest = try run(["wbe1"] + roots)
            #expect(guest.status == 64 && guest.err.contains("did you mean 'web1'?"))
        }
    }
}
