import BalloonKit
import Testing

@testable import Daemon

@Suite("Configuration files")
struct ConfigurationFilesTests {
    @Test("drop-ins beside the main file are read in the order of their names")
    func order() throws {
        try TemporaryDirectory.with { directory in
            try directory.write("[guests.a]\nshares = 1\nfloor = \"1G\"", to: "config.toml")
            try directory.write("[guests.a]\nshares = 3", to: "config.d/50-later.toml")
            try directory.write("[guests.a]\nshares = 2", to: "config.d/10-earlier.toml")
            try directory.write("[guests.a]\nshares = 4", to: "config.d/90-not-read.conf")
            let configuration = try Configuration.load(path: directory.path("config.toml"))
            #expect(configuration.guests.named["a"]?.shares == 3)
            #expect(configuration.guests.named["a"]?.floor == .bytes(.gibibytes(1)))
        }
    }

    @Test("a main file that was named must exist; the usual one need not")
    func missing() throws {
        try TemporaryDirectory.with { directory in
            let path = directory.path("config.toml")
            let error = #expect(throws: ConfigurationError.self) { try Configuration.load(path: path) }
            #expect(error?.description == "\(path): cannot be read: No such file or directory")
            let usual = try Configuration.load(path: path, isRequired: false)
            #expect(usual == Configuration())
        }
    }

    @Test("a file that cannot be read does not hide what is wrong in the others")
    func unreadable() throws {
        try TemporaryDirectory.with { directory in
            try directory.write("[ksm]\nmode = 1", to: "config.toml")
            try directory.makeDirectory("config.d/10-directory.toml")
            try directory.write([0x23, 0xff, 0xfe], to: "config.d/20-binary.toml")
            let path = directory.path("config.toml")
            let error = #expect(throws: ConfigurationError.self) { try Configuration.load(path: path) }
            #expect(
                error?.problems.map(\.message) == [
                    "cannot be read: Is a directory", "is not UTF-8 text",
                    "is a whole number: write one of \"auto\", \"off\"",
                ])
        }
    }
}
