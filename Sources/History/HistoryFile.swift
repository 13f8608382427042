import Glibc

/// The database's files as a whole.
enum HistoryFile {
    /// Renames the file, so that a new one can begin and somebody can look at the old; at most one old one is kept. The new
    /// name.
    static func moveAside(_ path: String) throws(HistoryFailure) -> String {
        let aside = "\(path).damaged"
        guard rename(path, aside) == 0 else {
            throw HistoryFailure(.other, "cannot be moved aside: \(String(cString: strerror(errno)))")
        }
        // A log without its database would be taken for the new one's.
        for suffix in ["-journal", "-wal", "-shm"] { unlink(path + suffix) }
        return aside
    }
}
