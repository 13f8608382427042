import Glibc
import PolicyWire
import Testing

@testable import PolicySupervisor

@Suite("A plugin's file")
struct PolicyFileTests {
    private let user = geteuid()

    @Test(
        "is called by its own name",
        arguments: [
            ("/a/tiers.so", "tiers"), ("/a/libtiers.so", "tiers"), ("/a/lib.so", "lib"), ("/a/tiers", "tiers"),
            ("/libx/y.so", "y"),
        ])
    func name(path: String, name: String) { #expect(PolicyFile(path).name == name) }

    @Test("is found in the first directory that has it, without lib before with")
    func find() throws {
        try TemporaryDirectory.with { directory in
            try directory.makeDirectory("a")
            try directory.makeDirectory("b")
            let directories = [directory.path("none"), directory.path("a"), directory.path("b")]
            for file in ["a/libx.so", "b/x.so", "b/liby.so", "b/y.so", "b/z.txt", "b/.hidden.so"] {
                try directory.write("", to: file)
            }
            #expect(try PolicyFile.find("x", in: directories).path == directory.path("a/libx.so"))
            #expect(try PolicyFile.find("y", in: directories).path == directory.path("b/y.so"))
            #expect(try PolicyFile.find("/any/where.so", in: directories).path == "/any/where.so")
            let offered = PolicyFile.available(in: directories)
            #expect(offered.map(\.path) == [directory.path("a/libx.so"), directory.path("b/y.so")])
        }
    }

    @Test("that is nowhere is refused, with where was looked", arguments: ["q", "", "../x", "a/b", "x\0"])
    func notFound(name: String) throws {
        let error = try failure { () throws(PolicyFailure) in try PolicyFile.find(name, in: ["/nonexistent"]) }
        #expect(error.kind == .refused(.unreadable))
        if name == "q" { #expect(error.sentence == "there is no q.so: looked in /nonexistent") }
    }

    @Test(
        "is trusted when nobody else can write to it",
        arguments: [
            (0o755, 0o644, nil), (0o700, 0o600, nil), (0o755, 0o444, nil), (0o755, 0o755, nil),
            (0o755, 0o664, "/p/x.so can be written to by others than its owner: chmod go-w"),
            (0o755, 0o646, "/p/x.so can be written to by others than its owner: chmod go-w"),
            (0o775, 0o644, "/p can be written to by others than its owner: chmod go-w"),
            (0o757, 0o644, "/p can be written to by others than its owner: chmod go-w"),
            (0o1777, 0o644, "/p can be written to by others than its owner: keep plugins in a directory of their own"),
        ] as [(mode_t, mode_t, String?)])
    func modes(directoryMode: mode_t, fileMode: mode_t, problem: String?) throws {
        try TemporaryDirectory.with { directory in
            try directory.makeDirectory("p", mode: directoryMode)
            let path = try directory.write("", to: "p/x.so", mode: fileMode)
            let result = verify(path, below: directory.root)
            guard let problem else { return #expect(result == .success(path)) }
            let error = try #require(result.error)
            #expect(error.kind == .refused(.untrusted))
            #expect(error.sentence.hasPrefix(directory.root + problem), "\(error.sentence)")
        }
    }

    @Test("in /tmp is not trusted, whosever it is")
    func temporary() throws {
        try TemporaryDirectory.with { directory in
            let path = try directory.write("", to: "x.so")
            let error = try failure { () throws(PolicyFailure) in try PolicyFile(path).verify() }
            #expect(error.kind == .refused(.untrusted))
            #expect(
                error.sentence
                    == "/tmp can be written to by others than its owner: keep plugins in a directory of their own")
        }
    }

    @Test("that belongs to another user is not trusted", .enabled(if: geteuid() == 0, "only root gives files away"))
    func stranger() throws {
        try TemporaryDirectory.with { directory in
            let path = try directory.write("", to: "x.so")
            #expect(chown(path, 4711, 4711) == 0)
            let error = try #require(verify(path, below: directory.root).error)
            #expect(error.kind == .refused(.untrusted))
            #expect(error.sentence.hasPrefix("\(path) belongs to user 4711, and must belong to root or to user 0"))
            // As the daemon's own user's it is.
            #expect((try? PolicyFile(path).verify(owner: 4711, below: directory.root)) == path)
        }
    }

    @Test("behind links is trusted as far as every step is, and is loaded without them")
    func links() throws {
        try TemporaryDirectory.with { directory in
            try directory.makeDirectory("good")
            try directory.makeDirectory("bad", mode: 0o777)
            let path = try directory.write("", to: "good/x.so")
            try directory.link("direct", to: "good")
            try directory.link("good/y.so", to: "../direct/./x.so")
            try directory.link("bad/z.so", to: path)
            try directory.link("detour", to: "bad/z.so")
            try directory.link("circle", to: "circle")
            #expect(verify(directory.path("direct/y.so"), below: directory.root) == .success(path))
            for name in ["bad/z.so", "detour"] {
                let error = try #require(verify(directory.path(name), below: directory.root).error)
                #expect(error.sentence.hasPrefix(directory.path("bad") + " can be written to"), "\(error.sentence)")
            }
            let circle = try #require(verify(directory.path("circle"), below: directory.root).error)
            #expect(circle.sentence.hasSuffix("is a circle of links"))
        }
    }

    @Test("must be a file that is there")
    func notAFile() throws {
        try TemporaryDirectory.with { directory in
            try directory.makeDirectory("d.so")
            mkfifo(directory.path("pipe.so"), 0o600)
            for path in ["d.so", "pipe.so", "none.so", "d.so/.."].map(directory.path) + ["relative.so", "/"] {
                let error = try #require(verify(path, below: directory.root).error, "\(path)")
                #expect(error.kind == .refused(.unreadable), "\(path)")
            }
        }
    }

    private func verify(_ path: String, below root: String) -> Result<String, PolicyFailure> {
        Result { () throws(PolicyFailure) in try PolicyFile(path).verify(owner: user, below: root) }
    }
}

extension Result {
    var error: Failure? { if case .failure(let error) = self { error } else { nil } }
}

@Suite("The policy host")
struct PolicyHostLocationTests {
    @Test("is looked for where the option says and nowhere else")
    func option() throws {
        #expect(try PolicyHostLocation.find(option: "/bin/sh", besides: "/nonexistent/balloond") == "/bin/sh")
        let error = try failure { () throws(PolicyFailure) in
            try PolicyHostLocation.find(option: "/nonexistent", besides: "/bin/sh")
        }
        #expect(error.kind == .cannotStart)
        #expect(error.sentence == "there is no policy host that can be executed at /nonexistent")
    }

    @Test("is found beside the daemon as it is built, then as it is installed")
    func places() throws {
        try TemporaryDirectory.with { directory in
            for name in ["bin", "bin/policy", "lib", "lib/balloond"] { try directory.makeDirectory(name) }
            let installed = try directory.write("", to: "lib/balloond/balloon-policyhost", mode: 0o755)
            let built = try directory.write("", to: "bin/policy/balloon-policyhost", mode: 0o644)
            let daemon = directory.path("bin/balloond")
            #expect(
                try PolicyHostLocation.find(besides: daemon) == directory.path("bin/../lib/balloond/balloon-policyhost")
            )
            #expect(chmod(built, 0o755) == 0)
            #expect(try PolicyHostLocation.find(besides: daemon) == built)
            #expect(access(installed, X_OK) == 0)
        }
    }
}
