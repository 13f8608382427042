import BalloonKit

/// What is worked out about one guest in one cycle: the public assessment, and what only the controller needs.
struct Appraisal: Sendable {
    var assessment: GuestAssessment
    /// Why no policy may move the guest; nil when one may.
    var obstacle: Reason.Code?
    /// It runs and is in nobody's hands, but its statistics are old: it may be given memory, not more.
    var mayGrowUnseen: Bool
    /// Why the guest is not reclaimed from although it may be moved; nil when it is.
    var refusal: Reason.Code?
    /// What the guest holds, and what a cut would bring.
    var memory: TouchedMemory
    /// Its standing target is out of reach and must be taken back.
    var mustWithdraw: Bool
    /// Just found to give nothing: what was taken is given back.
    var mustRestore: Bool
    /// Available memory as it should be now; nil without statistics.
    var available: ByteCount?
}
