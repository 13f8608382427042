import BalloonKit

extension Reason {
    /// The reason as part of a sentence, without a full stop. A code of a policy's own is written as it stands, with its remark.
    public var sentence: String {
        guard let known = Self.sentences[code] else { return unknownSentence }
        return known(Self.text(amount), remark)
    }

    private static func text(_ amount: ByteCount?) -> String { amount.map { "\($0)" } ?? "some memory" }

    private var unknownSentence: String {
        var text = code.rawValue
        if let amount { text += " (\(amount))" }
        if let remark { text += ": \(remark)" }
        return text
    }

    private typealias Writer = @Sendable (_ amount: String, _ remark: String?) -> String

    private static let sentences: [Code: Writer] =
        holdSentences.merging(moveSentences) { first, _ in first }
        .merging(guardrailSentences) { first, _ in first }
        .merging(policySentences) { first, _ in first }
        .merging(poolSentences) { first, _ in first }

    private static let holdSentences: [Code: Writer] = [
        .noNeed: { _, _ in "nothing needs to change" },
        .connecting: { _, _ in "its connection is not up yet" },
        .socketBusy: { _, _ in "another client holds its socket, or QEMU is stopped" },
        .unmanaged: { _, _ in "it has no balloon, driver or statistics to manage it by, or is booting or migrating" },
        .stale: { _, _ in "its statistics are too old to act upon" },
        .silent: { _, _ in "its QEMU does not answer" },
        .gone: { _, _ in "it is gone" },
        .notRunning: { _, _ in "its processors do not run" },
        .guestPaused: { _, _ in "the operator paused automatic control of it" },
        .poolPaused: { _, _ in "the operator paused automatic control of the pool" },
        .backedOff: { _, _ in "it could not give what it was asked for, and is left alone for a while" },
        .cannotGive: { _, _ in "inflating its balloon returns nothing to the host" },
        .awaitingStatistics: { _, _ in "its last move is newer than its statistics" },
    ]

    private static let moveSentences: [Code: Writer] = [
        .idleMemory: { amount, _ in "it holds \(amount) idle" },
        .roomReserved: { amount, _ in "an operator reserved room, and it holds \(amount) idle" },
        .growthAhead: { amount, _ in "guests that grow will soon need more than there is, and it holds \(amount) idle"
        },
        .calledOff: { amount, _ in "the pool has come \(amount) lower than asked for, so the rest is not needed" },
        .squeeze: { amount, _ in "idle memory does not suffice, and it gives \(amount) of its reserve" },
        .overFairShare: { amount, _ in
            "reserves do not suffice, and it gives \(amount) of what it holds above its fair share"
        },
        .aboveCeiling: { amount, _ in "it is above its ceiling of \(amount)" },
        .belowFloor: { amount, _ in "it is below its floor of \(amount)" },
        .distress: { amount, _ in "it is in distress and lacks \(amount) of its reserve" },
        .growing: { amount, _ in "it grows and lacks \(amount) of its reserve" },
        .shortOfReserve: { amount, _ in "it lacks \(amount) of its reserve" },
        .unheard: { _, _ in "it no longer reports, and may be too short of memory to do so" },
        .calm: { amount, _ in "the pool is calm with \(amount) to spare" },
        .noProgress: { amount, _ in "it stopped \(amount) short of its target, which would make it kill processes" },
        .noPayoff: { _, _ in "its balloon was inflated and the host got nothing" },
        .pinned: { amount, remark in "the operator pinned it to \(amount)" + (remark.map { " (\($0))" } ?? "") },
        .pinUnreachable: { amount, _ in "it stopped \(amount) short of its pin, which is tried again later" },
    ]

    private static let guardrailSentences: [Code: Writer] = [
        .pinWins: { _, _ in "the operator's pin won" },
        .floorBound: { amount, _ in "its floor of \(amount) bit" },
        .ceilingBound: { amount, _ in "its ceiling of \(amount) bit" },
        .workingSet: { amount, _ in "its working set and reserve of \(amount) bit" },
        .stepLimit: { _, _ in "the step limit bit" },
        .deadBand: { amount, _ in "less than \(amount) is not worth the move" },
        .coolDown: { _, _ in "it was moved the other way a moment ago" },
        .headroom: { amount, _ in "the pool's headroom bit" },
        .alreadyAsked: { amount, _ in "it is already on its way to \(amount)" },
        .unknownGuest: { _, remark in "the policy proposed for a guest that is not there: \(remark ?? "")" },
        .duplicateProposal: { _, remark in "the policy proposed twice for \(remark ?? "a guest"), the first counts" },
    ]

    /// Why the built-in policy decides in a plugin's place; the remark is the plugin's name, or what it did.
    private static let policySentences: [Code: Writer] = [
        .policyFallsShort: { _, remark in
            "what \(remark ?? "the policy") proposes does not keep the pool under its line"
        },
        .policyLate: { _, remark in "the plugin did not answer in time" + told(remark) },
        .policyDied: { _, remark in "the plugin's process ended" + told(remark) },
        .policyNonsense: { _, remark in "the plugin's answer makes no sense" + told(remark) },
        .policyStarting: { _, remark in "the plugin is being started" + told(remark) },
        .policyQuarantined: { _, remark in
            "the plugin failed too often and is left out until 'balloonctl policy reinstate'" + told(remark)
        },
    ]

    private static func told(_ remark: String?) -> String { remark.map { ": \($0)" } ?? "" }

    private static let poolSentences: [Code: Writer] = [
        .balloonsFallShort: { _, _ in "identical pages are merged because balloons do not suffice" },
        .mergeEarly: { amount, _ in
            "identical pages are merged early: balloons leave \(amount) of room, and merging takes two full scans"
        },
        .newMergeable: { amount, _ in "\(amount) more memory may be merged than when scanning slowed down" },
        .operatorHold: { _, remark in "the operator \(remark ?? "took") it, until 'balloonctl ksm auto'" },
        .ksmMeddled: { _, remark in "somebody else set \(remark ?? "it"), which is set right" },
        .ksmOff: { _, _ in "the configuration leaves KSM alone" },
        .noNeedToMerge: { _, _ in "balloons suffice" },
        .ksmContested: { _, remark in
            "somebody else keeps setting KSM (\(remark ?? "ksmtuned?")), which is left alone for a while; end it, or set ksm.mode to off"
        },
        .scannerPace: { _, _ in "the scanner's pace is adapted to what it costs" },
        .mergingDone: { amount, _ in "two full scans brought nothing new, \(amount) stays merged at a slow pace" },
        .notWorthIt: { _, _ in "merging costs more memory than it saves and is stopped" },
        .pressureGone: { _, _ in "the pressure is gone, merged pages stay and scanning is stopped" },
        .overLimit: { amount, _ in "used memory is \(amount) over the limit" },
        .saturated: { amount, _ in "nothing more can be had from guests, \(amount) is missing" },
        .swappingOut: { amount, _ in "the host swapped out \(amount)" },
        .oomKill: { _, _ in "a process of the pool was killed for lack of memory" },
    ]
}
