import Glibc

/// What KSM's files said before the first write and what was written last, kept in a file: a daemon that was killed could
/// not put it back itself, the next one can.
///
/// One line a setting: `name found written`. The first line names the boot; a reboot sets KSM back by itself, and what an
/// earlier boot had found is then nobody's business. No file sync: a loss of power is a reboot.
///
/// Source: `/proc/sys/kernel/random/boot_id`, proc(5).
struct KSMRecord: Sendable {
    typealias Change = (found: String, written: String)
    typealias Changes = [String: Change]

    private let path: String
    private let boot: String

    init(path: String, roots: HostRoots) {
        self.path = path
        boot = (try? OpenFile(roots.proc("sys/kernel/random/boot_id"), limit: 256).read().firstLine) ?? "unknown"
    }

    /// Empty when there is none, or none of this boot.
    func load(settings: [String]) -> Changes {
        guard let bytes = readAll() else { return [:] }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first.map(String.init) == "boot \(boot)" else { return [:] }
        var changes: Changes = [:]
        for line in lines.dropFirst() {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, settings.contains(words[0]) else { continue }
            changes[words[0]] = (words[1], words[2])
        }
        return changes
    }

    /// Replaces the file as a whole; without changes there is none.
    func save(_ changes: Changes) throws(HostMemoryError) {
        guard !changes.isEmpty else {
            guard unlink(path) == 0 || errno == ENOENT else { throw .system(errno, path) }
            return
        }
        let lines = changes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.found) \($0.value.written)\n" }
        let text = Array(("boot \(boot)\n" + lines.joined()).utf8)
        let fresh = path + ".new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(errno, fresh) }
        let written = Glibc.write(descriptor, text, text.count)
        let number = written < 0 ? errno : ENOSPC
        close(descriptor)
        guard written == text.count else {
            unlink(fresh)
            throw .system(number, fresh)
        }
        guard rename(fresh, path) == 0 else { throw .system(errno, path) }
    }

    private func readAll() -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }
}
