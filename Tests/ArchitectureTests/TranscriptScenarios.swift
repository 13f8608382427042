import Foundation
import Testing

@Suite("Every transcript can be recorded again")
struct TranscriptScenarios {
    @Test("the scenarios of the recorder and the transcripts are the same list")
    func oneToOne() throws {
        let scenarios = try scenarios()
        #expect(scenarios.count == Set(scenarios).count)
        #expect(Set(scenarios) == Set(try transcripts()))
    }

    /// What `record --list` prints.
    private func scenarios() throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let recorder = repository.appending(path: "Integration/transcripts/record")
        process.arguments = ["python3", "-B", recorder.path, "--list"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// By their paths without the extension.
    private func transcripts() throws -> [String] {
        let folder = repository.appending(path: "Tests/QMPTests/Transcripts")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return paths.filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }
    }

    private var repository: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }
}
