import Foundation
import Testing

/// The rooms of `docs/architecture.md`, lowest first: a room may import what its row names, and nothing else. Rooms of a
/// package of their own are named by their path in `Sources`.
private let allowedImports: [String: Set<String>] = [
    "BalloonKit/Sources/BalloonKit": ["CBalloonKit"],
    "BalloonKit/Sources/PolicyWire": ["BalloonKit"],
    "PolicyHost/Sources/balloon-policyhost": ["BalloonKit", "PolicyWire", "CPolicyHost", "Glibc"],
    "QMP": ["CJansson", "Glibc"],
    "HostMemory": ["BalloonKit", "CLinux", "Glibc"],
    "Controller": ["BalloonKit"],
    "Fleet": ["QMP", "HostMemory", "BalloonKit", "CLinux", "Glibc", "NIOCore", "NIOPosix", "Logging"],
    "ControlProtocol": ["QMP", "BalloonKit"],
    "Journal": ["QMP", "Controller", "BalloonKit"],
    "History": ["ControlProtocol", "Controller", "QMP", "BalloonKit", "GRDB", "Glibc", "Synchronization"],
    "PolicySupervisor": ["QMP", "BalloonKit", "PolicyWire", "CLinux", "Glibc", "Synchronization"],
    "Exposition": ["ControlProtocol", "BalloonKit"],
    "Web": [
        "ControlProtocol", "Exposition", "QMP", "BalloonKit", "Glibc", "Synchronization", "NIOCore", "NIOPosix",
        "Logging", "HummingbirdCore", "HTTPTypes",
    ],
    "Daemon": [
        "QMP", "HostMemory", "Controller", "Fleet", "ControlProtocol", "Journal", "History", "Web", "PolicySupervisor",
        "BalloonKit", "PolicyWire", "CLinux", "Glibc", "NIOCore", "NIOPosix", "Logging", "ServiceLifecycle",
        "UnixSignals", "TOMLKit",
        "GRDB", "Foundation", "Synchronization",
    ],
    "Baselines": ["Controller", "BalloonKit"],
    "Charts": ["BalloonKit"],
    "Doctor": ["QMP", "BalloonKit", "Glibc"],
    "Simulation": ["Charts", "Controller", "Fleet", "Journal", "QMP", "BalloonKit"],
    "balloonsim": [
        "Simulation", "Baselines", "Controller", "ControlProtocol", "Journal", "PolicySupervisor", "QMP", "BalloonKit",
        "CLinux", "ArgumentParser", "Glibc", "Synchronization",
    ],
    "balloond": ["Daemon", "ArgumentParser", "Glibc", "Logging"],
    "baselined": ["Daemon", "Baselines", "ArgumentParser", "Logging"],
    "balloonctl": [
        "ControlProtocol", "Charts", "Doctor", "Exposition", "PolicySupervisor", "QMP", "BalloonKit", "PolicyWire",
        "CLinux", "Glibc",
        "ArgumentParser",
    ],
    "QMPTestKit": ["QMP", "CLinux", "Glibc", "Synchronization"],
    "fakefleet": ["QMPTestKit", "CLinux", "Glibc"],
    "policybench": ["PolicySupervisor", "BalloonKit", "Glibc"],
    "historybench": ["History", "ControlProtocol", "Controller", "BalloonKit", "Glibc"],
]

/// Folders of `Sources` without Swift of our own.
private let foldersOfC: Set<String> = [
    "CJansson", "CLinux", "BalloonKit/Sources/CBalloonKit", "PolicyHost/Sources/CPolicyHost",
]

/// Folders of `Sources` that are packages of their own: their rooms lie in their `Sources`.
private let packages: Set<String> = ["BalloonKit", "PolicyHost"]

@Suite("A room imports only the rooms above it")
struct ImportRules {
    @Test("every import stands in the table", arguments: allowedImports.keys.sorted())
    func everyImportIsAllowed(room: String) throws {
        let allowed = try #require(allowedImports[room])
        var files = 0
        for file in try swiftFiles(of: room) {
            files += 1
            let text = try String(contentsOf: file, encoding: .utf8)
            for module in importedModules(in: text) {
                #expect(allowed.contains(module), "\(room)/\(file.lastPathComponent) imports \(module)")
            }
        }
        #expect(files > 0, "no Swift file found for \(room)")
    }

    @Test("every folder of Sources is a room of the table")
    func everyFolderIsARoom() throws {
        var rooms = try Set(folders(in: sources)).subtracting(packages)
        for package in packages {
            let inner = "\(package)/Sources"
            rooms.formUnion(try folders(in: sources.appending(path: inner)).map { "\(inner)/\($0)" })
        }
        #expect(rooms == Set(allowedImports.keys).union(foldersOfC))
    }

    @Test("the reader of imports sees every form of an import")
    func readerSeesEveryForm() {
        let text = """
            import Plain
            @testable import Tested
            @preconcurrency import Old
            public import Shown
            import struct Module.Type
            // import Commented
            let text = "import Quoted"
            """
        #expect(importedModules(in: text) == ["Plain", "Tested", "Old", "Shown", "Module"])
    }

    private var sources: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources")
    }

    private func folders(in place: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.path)
            .filter { !$0.hasPrefix(".") }
    }

    private func swiftFiles(of room: String) throws -> [URL] {
        let folder = sources.appending(path: room)
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") && !$0.hasSuffix("Package.swift") && !$0.contains(".build") }
            .map { folder.appending(path: $0) }
    }

    private func importedModules(in text: String) -> [String] {
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "typealias", "let", "var"]
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let position = words.firstIndex(of: "import"),
                words[..<position].allSatisfy({
                    $0.hasPrefix("@") || $0 == "public" || $0 == "package" || $0 == "internal" || $0 == "private"
                })
            else { return nil }
            var rest = words[(position + 1)...]
            if let first = rest.first, kinds.contains(first) { rest = rest.dropFirst() }
            return rest.first.map { String($0.split(separator: ".")[0]) }
        }
    }
}
