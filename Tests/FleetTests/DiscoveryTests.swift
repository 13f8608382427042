import HostMemory
import Testing

@testable import Fleet

struct DiscoveryTests {
    private func scan(_ sockets: [String], procfs: String? = nil, limit: Int = 100) -> DiscoveryScan.Result {
        DiscoveryScan(
            FleetSettings(
                sockets: sockets, scanProc: procfs != nil, maximumGuests: limit,
                roots: HostRoots(procfs: procfs ?? "/nowhere"))
        ).run()
    }

    @Test("a glob finds sockets and nothing else, and watches where more can come")
    func glob() {
        let scratch = Scratch()
        scratch.socketFile("b.sock")
        scratch.socketFile("a.sock")
        scratch.socketFile("other.txt")
        scratch.write("", to: "file.sock")
        let result = scan(["\(scratch.path)/*.sock"])
        #expect(result.sockets.map(\.path) == ["\(scratch.path)/a.sock", "\(scratch.path)/b.sock"])
        #expect(result.sockets.allSatisfy { !$0.isListed })
        #expect(result.directories == [scratch.path])
    }

    @Test("a glob over directories watches each of them")
    func globOverDirectories() {
        let scratch = Scratch()
        scratch.directory("web1")
        scratch.directory("web2")
        scratch.socketFile("web1/qmp.sock")
        let result = scan(["\(scratch.path)/*/qmp.sock"])
        #expect(result.sockets.map(\.path) == ["\(scratch.path)/web1/qmp.sock"])
        #expect(result.directories == [scratch.path, "\(scratch.path)/web1", "\(scratch.path)/web2"])
    }

    @Test("of directories that do not exist yet the nearest parent is watched")
    func missingDirectory() {
        let scratch = Scratch()
        let result = scan(["\(scratch.path)/run/guests/*.sock", "\(scratch.path)/x/y/z.sock"])
        #expect(result.directories == [scratch.path])
        #expect(result.sockets.map(\.isListed) == [true])
        #expect(result.sockets.first?.identity == nil)
    }

    @Test("one socket found in several ways is one guest")
    func oneSocketOneGuest() {
        let scratch = Scratch()
        let path = scratch.socketFile("a.sock")
        scratch.link("alias.sock", to: path)
        let result = scan([path, "\(scratch.path)/*.sock", path])
        #expect(result.sockets.map(\.path) == [path])
        #expect(result.sockets.first?.isListed == true)
    }

    @Test("a socket that is named as shared, too, is shared")
    func shared() {
        let scratch = Scratch()
        let paths = [scratch.socketFile("a.sock"), scratch.socketFile("b.sock")]
        let settings = FleetSettings(sockets: ["\(scratch.path)/*.sock"], sharedSockets: [paths[1]])
        let found = DiscoveryScan(settings).run().sockets
        #expect(found.map(\.path) == [paths[1], paths[0]])
        #expect(found.map(\.isShared) == [true, false])
    }

    @Test("guests beyond the bound are counted and left alone")
    func bound() {
        let scratch = Scratch()
        for number in 0..<8 { scratch.socketFile("\(number).sock") }
        let result = scan(["\(scratch.path)/*.sock"], limit: 5)
        #expect(result.sockets.count == 5)
        #expect(result.overLimit == 3)
    }

    @Test("QEMU processes are found by their command lines, relative paths against their directory")
    func procfs() {
        let scratch = Scratch()
        let run = scratch.directory("run")
        scratch.socketFile("run/rel.sock")
        for pid in ["7", "8", "9", "10"] { scratch.directory("proc/\(pid)") }
        scratch.write("/usr/bin/qemu-system-x86_64\0-qmp\0unix:rel.sock,server=on,wait=off\0", to: "proc/7/cmdline")
        scratch.link("proc/7/cwd", to: run)
        scratch.write("vim\0-qmp\0unix:/etc/no.sock,server\0", to: "proc/8/cmdline")
        scratch.write("/usr/bin/kvm\0-m\0512\0-qmp\0unix:/run/kvm.sock,server,nowait\0", to: "proc/9/cmdline")
        let result = scan([], procfs: "\(scratch.path)/proc")
        #expect(result.sockets.map(\.path) == ["\(run)/rel.sock", "/run/kvm.sock"])
        #expect(result.failures == 0)
        #expect(scan([], procfs: "\(scratch.path)/none").failures == 1)
    }

    @Test("without scan-proc no process is looked at, whatever sockets it has")
    func withoutProcfs() {
        let scratch = Scratch()
        scratch.directory("proc/7")
        let socket = scratch.socketFile("other.qmp")
        scratch.write("qemu-system-x86_64\0-qmp\0unix:\(socket),server=on\0", to: "proc/7/cmdline")
        let roots = HostRoots(procfs: "\(scratch.path)/proc")
        func sockets(scanProc: Bool) -> [String] {
            DiscoveryScan(FleetSettings(scanProc: scanProc, roots: roots)).run().sockets.map(\.path)
        }
        #expect(sockets(scanProc: false).isEmpty)
        #expect(sockets(scanProc: true) == [socket])
    }

    @Test("a process whose socket a glob already found is not taken twice")
    func procfsAndGlob() {
        let scratch = Scratch()
        scratch.directory("proc/7")
        let first = scratch.socketFile("a.sock")
        let second = scratch.socketFile("second.qmp")
        scratch.write(
            "qemu-system-x86_64\0-qmp\0unix:\(second),server=on\0-qmp\0unix:\(first),server=on\0",
            to: "proc/7/cmdline")
        let result = scan(["\(scratch.path)/*.sock"], procfs: "\(scratch.path)/proc")
        #expect(result.sockets.map(\.path) == [first])
    }

    @Test("of several sockets of a process the one in use is kept, and a busy one left for the next")
    func severalSockets() {
        let scratch = Scratch()
        scratch.directory("proc/7")
        let paths = ["a", "b", "c"].map { scratch.socketFile("\($0).qmp") }
        let words = paths.map { "-qmp\0unix:\($0),server=on\0" }.joined()
        scratch.write("qemu-system-x86_64\0\(words)", to: "proc/7/cmdline")
        func choice(held: Set<String> = [], busy: Set<String> = []) -> DiscoveryScan.Result {
            var scan = DiscoveryScan(FleetSettings(scanProc: true, roots: HostRoots(procfs: "\(scratch.path)/proc")))
            scan.held = held
            scan.busy = busy
            return scan.run()
        }
        #expect(choice().sockets.map(\.path) == [paths[0]])
        let next = choice(busy: [paths[0]])
        #expect(next.sockets.map(\.path) == [paths[1]])
        #expect(next.passedOver == [paths[0]])
        // The busy one has been forgotten by now, and is not gone back to.
        let kept = choice(held: [paths[1]])
        #expect(kept.sockets.map(\.path) == [paths[1]])
        #expect(kept.passedOver.isEmpty)
        #expect(choice(busy: [paths[1]]).sockets.map(\.path) == [paths[0]])
        #expect(choice(busy: Set(paths)).sockets.map(\.path) == [paths[0]])
    }

    @Test(
        "command lines are read as QEMU reads them",
        arguments: [
            (["-qmp", "unix:/a,server=on,wait=off"], ["/a"]),
            (["--qmp", "unix:/a,server,nowait"], ["/a"]),
            (["-qmp", "unix:/with,,comma,server=on"], ["/with,comma"]),
            (["-chardev", "socket,id=m,path=/c,server=on", "-mon", "chardev=m,mode=control"], ["/c"]),
            (["-mon", "m,mode=control", "-chardev", "socket,path=/c,server=on,id=m"], ["/c"]),
            (["-chardev", "socket,id=m,path=/c,server=on", "-mon", "chardev=m,mode=readline"], []),
            (["-chardev", "socket,id=m,fd=30,server=on", "-mon", "chardev=m,mode=control"], []),
            (["-qmp", "unix:/client"], []),
            (["-qmp", "unix:/client,server=off"], []),
            (["-qmp", "tcp:localhost:4444,server=on"], []),
            (["-qmp"], []),
            (["-monitor", "unix:/hmp,server=on"], []),
        ])
    func commandLines(arguments: [String], expected: [String]) {
        #expect(QEMUCommandLine.sockets(in: arguments) == expected)
    }

    @Test("inotify tells of sockets that come and go, and survives its directory")
    func watcher() throws {
        let scratch = Scratch()
        let watcher = try #require(DirectoryWatcher())
        let inner = scratch.directory("inner")
        #expect(watcher.watch([scratch.path, inner]) == 0)
        #expect(!watcher.drain())
        scratch.socketFile("inner/a.sock")
        #expect(watcher.drain())
        #expect(!watcher.drain())
        #expect(watcher.watch([scratch.path, "\(scratch.path)/missing"]) == 1)
    }

    @Test(
        "a guest without a name is called by its socket",
        arguments: [
            ("/run/guests/web1.sock", "web1"), ("/run/guests/web1/qmp.sock", "web1"), ("/run/web.1.socket", "web.1"),
            ("/run/web1", "web1"), ("/var/lib/db/monitor.sock", "db"),
        ])
    func names(path: String, expected: String) {
        #expect(GuestName.ofSocket(path) == expected)
    }

    @Test("a guest's own name is bounded and free of control characters")
    func cleanedNames() {
        #expect(GuestName.cleaned("we\nb\u{1B}1") == "web1")
        #expect(GuestName.cleaned(String(repeating: "x", count: 500))?.count == GuestName.maximumLength)
        #expect(GuestName.cleaned("\u{7}") == nil)
    }
}
