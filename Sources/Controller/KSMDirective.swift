/// What the kernel's same-page merging should be set to. `run` 2 (unmerge) is never asked for.
///
/// Source: `/sys/kernel/mm/ksm/run`, `pages_to_scan`, `sleep_millisecs`.
public enum KSMDirective: Sendable, Hashable {
    /// `run` 1. The kernel's advisor must be off (`advisor_mode` `none`), else `pages_to_scan` cannot be written.
    case run(pagesToScan: Int, sleep: Duration)
    /// `run` 0: merged pages stay merged.
    case stop
}
