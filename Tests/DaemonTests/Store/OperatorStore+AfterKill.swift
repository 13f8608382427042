import Foundation

@testable import Daemon

extension OperatorStore {
    /// What the next daemon finds when this one is killed now: its files, copied as they are.
    ///
    /// - Parameter suffixes: of the files that are still there.
    func afterKill(in directory: TemporaryDirectory, suffixes: [String] = ["", "-wal", "-journal"]) throws
        -> OperatorStore
    {
        let grave = directory.path("killed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: grave, withIntermediateDirectories: true)
        for suffix in suffixes {
            let name = Self.fileName + suffix
            guard FileManager.default.fileExists(atPath: directory.path(name)) else { continue }
            try FileManager.default.copyItem(atPath: directory.path(name), toPath: "\(grave)/\(name)")
        }
        return OperatorStore(directory: grave)
    }
}
