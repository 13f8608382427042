import Foundation
import Testing

/// The rooms of `docs/architecture.md`, lowest first: a room may import what its row names, and nothing else.
private let allowedImports: [String: Set<String>] = [
    "BalloonKit": [],
    "QMP": ["CJansson", "Glibc"],
    "HostMemory": ["BalloonKit", "CLinux", "Glibc"],
    "Controller": ["BalloonKit"],
    "Fleet": ["QMP", "HostMemory", "BalloonKit", "CLinux", "Glibc", "NIOCore", "NIOPosix", "Logging"],
    "ControlProtocol": ["QMP", "BalloonKit"],
    "Journal": ["QMP", "Controller", "BalloonKit"],
    "Daemon": [
        "QMP", "HostMemory", "Controller", "Fleet", "ControlProtocol", "Journal", "BalloonKit", "CLinux", "Glibc",
        "NIOCore", "NIOPosix", "Logging", "ServiceLifecycle", "UnixSignals", "TOMLKit", "GRDB", "Foundation",
        "Synchronization",
    ],
    "Baselines": ["Controller", "BalloonKit"],
    "Simulation": ["Controller", "Fleet", "Journal", "QMP", "BalloonKit"],
    "balloonsim": [
        "Simulation", "Baselines", "Controller", "ControlProtocol", "Journal", "QMP", "BalloonKit", "CLinux",
        "ArgumentParser", "Glibc",
    ],
    "balloond": ["Daemon", "ArgumentParser", "Glibc", "Logging"],
    "baselined": ["Daemon", "Baselines", "ArgumentParser", "Logging"],
    "balloonctl": ["ControlProtocol", "QMP", "BalloonKit", "CLinux", "Glibc", "ArgumentParser"],
    "QMPTestKit": ["QMP", "CLinux", "Glibc", "Synchronization"],
    "fakefleet": ["QMPTestKit", "CLinux", "Glibc"],
]

/// Folders of `Sources` without Swift of our own.
private let foldersOfC: Set<String> = ["CJansson", "CLinux"]

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
        let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { !$0.hasPrefix(".") }
        #expect(Set(folders) == Set(allowedImports.keys).union(foldersOfC))
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
