import Foundation

@testable import Doctor

/// A procfs, a sysfs and a devfs of files, gone with the last reference.
final class Tree {
    let directory: URL

    init() throws {
        directory = URL(filePath: "/tmp/doctor-\(UUID().uuidString)")
        for name in ["proc", "sys", "dev"] { try make(directory: name) }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var roots: DoctorRoots {
        DoctorRoots(
            procfs: directory.path + "/proc", sysfs: directory.path + "/sys", devfs: directory.path + "/dev")
    }

    func make(directory path: String) throws {
        try FileManager.default.createDirectory(
            at: directory.appending(path: path), withIntermediateDirectories: true)
    }

    func write(_ path: String, _ text: String) throws {
        let file = directory.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func link(_ path: String, to target: String) throws {
        let file = directory.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: target)
    }
}
