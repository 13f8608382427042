import BalloonKit

/// One kind of pool: the host, a version 1 cgroup, a version 2 cgroup.
protocol PoolSource: Sendable {
    mutating func fastSample() throws(HostMemoryError) -> PoolSample
    mutating func sample() throws(HostMemoryError) -> PoolSample
}

/// A file that not every host has; looked for again at each full sample, since modules and mounts come and go.
struct OptionalFile: Sendable {
    let path: String
    private var file: OpenFile?

    init(_ path: String) {
        self.path = path
        file = try? OpenFile(path)
    }

    /// What the file says, or nil; opens it again when it was missing or has failed.
    mutating func read() -> KernelText? {
        if let text = readIfOpen() { return text }
        file = try? OpenFile(path)
        return readIfOpen()
    }

    /// What the file says if it was there at the last ``read()``: costs nothing on hosts without it.
    func readIfOpen() -> KernelText? { try? file?.read() }
}

extension PoolSample {
    /// Fills in the two shares of time that pressure stall information gives. Source: `/proc/pressure/memory`.
    mutating func setPressure(_ text: KernelText?) {
        pressureSome = text?.percent("some", "avg10=")
        pressureFull = text?.percent("full", "avg10=")
    }
}
