/// What the kernel's same-page merging should be set to. `run` 2 (unmerge) is never asked for: only an operator may, by
/// ``KSMUnmerging``.
///
/// Source: `/sys/kernel/mm/ksm/run`, `pages_to_scan`, `sleep_millisecs`.
public enum KSMDirective: Sendable, Hashable {
    /// `run` 1. The kernel's advisor must be off (`advisor_mode` `none`), else `pages_to_scan` cannot be written.
    case run(pagesToScan: Int, sleep: Duration)
    /// The daemon is done: `run` 0, or what was found where somebody else had it run. Merged pages stay merged.
    case stop
    /// `run` 0, whatever was found: an operator wants no scanning. Merged pages stay merged.
    case halt
}
