import Logging

extension Configuration {
    /// `[daemon]`: the process itself.
    public struct Daemon: Sendable, Hashable {
        public enum OnStop: String, Sendable, Hashable, CaseIterable {
            /// Balloons stay as they are.
            case keep
            /// Guests get all their memory back first.
            case deflate
        }

        /// Absolute; holds the store and the instance lock.
        public var stateDirectory = "/var/lib/balloond"
        /// Absolute, at most 107 bytes.
        public var controlSocket = "/run/balloond/control.sock"
        /// Permission bits of the control socket.
        public var controlMode: UInt16 = 0o660
        /// Group that owns the control socket and may read; nil leaves the daemon's own.
        public var controlGroup: String?
        /// Group whose members may change things, as root may; nil means root alone.
        public var adminGroup: String?
        public var onStop = OnStop.keep
        public var logLevel = Logger.Level.info
        /// Decide and explain, send nothing.
        public var dryRun = false
        /// Lock the daemon's own pages in memory, so that it works when the host is out of it.
        public var lockMemory = true
    }
}
