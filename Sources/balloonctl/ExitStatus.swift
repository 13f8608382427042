/// What the exit status says; documented in the help of `balloonctl` and in its man page.
///
/// Source: `sysexits.h` for 64 and above.
enum ExitStatus {
    static let success: Int32 = 0
    /// The daemon refused, or the request could not be fulfilled.
    static let refused: Int32 = 1
    /// `set --wait`: the guest did not get there.
    static let notReached: Int32 = 2
    /// The command line was wrong (`EX_USAGE`).
    static let usage: Int32 = 64
    /// No daemon answers (`EX_UNAVAILABLE`).
    static let unavailable: Int32 = 69
    /// What answered does not speak the control protocol (`EX_SOFTWARE`).
    static let protocolError: Int32 = 70
    /// Not allowed (`EX_NOPERM`).
    static let noPermission: Int32 = 77

    static let help = """
        EXIT STATUS
          0   done
          1   the daemon refused, or the request could not be fulfilled
          2   set --wait: the guest did not get there
          64  wrong usage
          69  no daemon answers
          70  what answers does not speak the control protocol
          77  no permission
        """
}
