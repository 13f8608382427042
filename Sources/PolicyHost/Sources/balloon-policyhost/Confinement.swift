import BalloonKit
import CPolicyHost
import Glibc

/// What the process takes away from itself, for good, before it runs a line of the plugin.
///
/// A policy is a function from values to values: it needs memory and a processor, and some of each.
enum Confinement {
    /// Processor time a round may take before the kernel ends the process. The daemon's own deadline is far shorter; this
    /// is for a plugin whose daemon is gone.
    static let processorSeconds: UInt32 = 3

    /// Before loading: limits, privileges, and the calls that loading needs.
    ///
    /// - Throws: ``ConfinementError`` when less than that can be had than would make loading safe.
    static func prepare(memory: ByteCount) throws(ConfinementError) {
        try need(policyhost_limit_memory(UInt64(clamping: memory.bytes)), "limit its memory")
        try need(policyhost_limit_rest(), "limit its resources")
        try need(policyhost_limit_processor(processorSeconds), "limit its processor time")
        let privileges = SystemCall.problem(policyhost_drop_privileges())
        try need(policyhost_die_with_parent(), "end with its parent")
        try need(policyhost_no_new_privileges(), "give up new privileges")
        let isFiltered = try filter(policyhost_loading)
        guard let privileges else { return }
        guard isFiltered else { throw ConfinementError("cannot give up its privileges: \(privileges)") }
        Console.note("cannot give up its privileges: \(privileges); its system calls are filtered all the same")
    }

    /// After loading: what computing needs, and nothing else.
    static func close() throws(ConfinementError) { _ = try filter(policyhost_computing) }

    /// Once more the processor time of a round, whatever was used before.
    static func renewProcessorTime() { _ = policyhost_limit_processor(processorSeconds) }

    /// False on a kernel that cannot filter: limits and lost privileges must do there, and it is said once.
    private static func filter(_ stage: policyhost_stage) throws(ConfinementError) -> Bool {
        let result = policyhost_filter(stage)
        guard result == -ENOSYS else {
            try need(result, "filter its system calls")
            return true
        }
        if stage == policyhost_loading {
            Console.note("this kernel does not filter system calls (seccomp): the plugin could open files and sockets")
        }
        return false
    }

    private static func need(_ result: Int32, _ what: String) throws(ConfinementError) {
        if let problem = SystemCall.problem(result) { throw ConfinementError("cannot \(what): \(problem)") }
    }
}
