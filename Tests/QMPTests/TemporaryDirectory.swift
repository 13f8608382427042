import Foundation

/// A directory of a test's own, short enough for a socket's path, gone with the value.
final class TemporaryDirectory {
    let path: String

    init() throws {
        path = "/tmp/qmptest-" + String(UInt32.random(in: 0 ... .max), radix: 36)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
