import CLinux
import Glibc

/// Says whether anything came or went in a set of directories. Never blocks; confined to its owner's thread.
///
/// Source: inotify(7).
final class DirectoryWatcher {
    private let descriptor: Int32
    private var watches: [String: Int32] = [:]

    /// Nil when the kernel gives no inotify instance (`fs.inotify.max_user_instances`): the slow rescan must do then.
    init?() {
        descriptor = clinux_inotify_open()
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Watches these directories and no others.
    ///
    /// - Returns: how many cannot be watched: vanished since, or over `fs.inotify.max_user_watches`.
    func watch(_ directories: Set<String>) -> Int {
        for (path, watch) in watches where !directories.contains(path) {
            clinux_inotify_unwatch(descriptor, watch)
            watches[path] = nil
        }
        var failures = 0
        for path in directories where watches[path] == nil {
            let watch = clinux_inotify_watch(descriptor, path)
            if watch >= 0 { watches[path] = watch } else { failures += 1 }
        }
        return failures
    }

    /// Takes what happened since the last call; bounded, the rest comes next time.
    func drain() -> Bool {
        var happened = false
        for _ in 0..<64 {
            var ended = [Int32](repeating: 0, count: 16)
            var endedCount: Int32 = 0
            let count = clinux_inotify_drain(descriptor, &ended, Int32(ended.count), &endedCount)
            guard count > 0 else { break }
            happened = true
            let numbers = Set(ended.prefix(Int(endedCount)))
            if !numbers.isEmpty { watches = watches.filter { !numbers.contains($0.value) } }
        }
        return happened
    }
}
