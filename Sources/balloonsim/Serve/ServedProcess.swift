import BalloonKit
import CLinux
import Glibc
import Simulation

/// One guest's QEMU as the host's process table shows it: a real process that does nothing, whose number the socket
/// tells, and files below `--procfs` under that number.
///
/// Source: `/proc/PID/statm`, `smaps`, `ksm_merging_pages`.
final class ServedProcess {
    let number: Int32
    private let directory: String
    private var statm: ServedFile?
    private var merged: ServedFile?

    /// Has a child listen on the bound socket.
    ///
    /// - Throws: ``ServeError`` when there can be no child or no file.
    init(listeningOn socket: Int32, backlog: Int32, _ guest: ServedGuest, in home: ServeDirectory) throws(ServeError) {
        number = clinux_fork_listener(socket, backlog)
        guard number > 0 else { throw ServeError("cannot fork for", guest.name, -number) }
        directory = home.path("proc/\(number)")
        guard guest.isMeasured else { return }
        do throws(ServeError) {
            try home.make("proc/\(number)")
            _ = try ServedFile("\(directory)/comm", "qemu-system-x86\n")
            _ = try ServedFile("\(directory)/smaps", Self.mappings(of: guest))
            merged = try ServedFile("\(directory)/ksm_merging_pages", "0\n")
            statm = try ServedFile("\(directory)/statm", "0 0\n")
        } catch {
            end()
            throw error
        }
        show(guest)
    }

    func show(_ guest: ServedGuest) {
        guard let statm else { return }
        // Size and resident, in pages; the rest is not looked at.
        let size = (guest.maximum + guest.overhead).bytes / ByteCount.page.bytes
        statm.write("\(size) \(max(0, guest.resident.bytes) / ByteCount.page.bytes) 0 0 0 0 0\n")
        merged?.write("\(guest.merged.bytes / ByteCount.page.bytes)\n")
    }

    /// It is gone; whoever kept its files open reads that as well.
    func end() {
        statm?.write("0 0 0 0 0 0 0\n")
        statm = nil
        ServeDirectory.remove(directory)
        kill(number, SIGKILL)
        var status: Int32 = 0
        while waitpid(number, &status, 0) < 0, errno == EINTR {}
    }

    /// Guest RAM as QEMU maps it, and all the rest of QEMU in one mapping.
    private static func mappings(of guest: ServedGuest) -> String {
        let resident = (guest.resident - guest.overhead).clampedToZero
        return """
            7f0000000000-7fff00000000 rw-p 00000000 00:00 0
            Size: \(guest.maximum.bytes >> 10) kB
            Rss: \(resident.bytes >> 10) kB
            VmFlags: rd wr mr mw me dc ac sd hg mg
            7fff10000000-7fff20000000 r-xp 00000000 08:01 4711 /usr/bin/qemu-system-x86_64
            Size: \(guest.overhead.bytes >> 10) kB
            Rss: \(guest.overhead.bytes >> 10) kB
            VmFlags: rd ex mr mw me sd

            """
    }
}
