/// What the exit status says; documented in the help of `balloonctl` and in its man page.
///
/// Source: `sysexits.h` for 64 and above.
enum ExitStatus {
    static let success: Int32 = 0
    /// The daemon refused, or the request could not be fulfilled.
    static let refused: Int32 = 1
    /// `set --wait`: the guest did not get there; `reserve --wait`: the room cannot be had.
    static let notReached: Int32 = 2
    /// `doctor`: nothing worse than warnings. Monitoring systems read 1 and 2 the same way; errors of `doctor` itself are all 64
    /// and above, so that they cannot be taken for findings.
    static let warningsFound: Int32 = 1
    /// `doctor`: problems.
    static let problemsFound: Int32 = 2
    /// The command line was wrong (`EX_USAGE`).
    static let usage: Int32 = 64
    /// No daemon answers (`EX_UNAVAILABLE`).
    static let unavailable: Int32 = 69
    /// What answered does not speak the control protocol (`EX_SOFTWARE`).
    static let protocolError: Int32 = 70
    /// A file cannot be written (`EX_CANTCREAT`).
    static let cannotWrite: Int32 = 73
    /// Not allowed (`EX_NOPERM`).
    static let noPermission: Int32 = 77

    static let help = "Exit: 0 done, 1 refused, 2 waited in vain, 64 usage, 69 no daemon, 77 no right."
}
