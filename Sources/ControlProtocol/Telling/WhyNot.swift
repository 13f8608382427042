import BalloonKit
import QMP

/// Why a guest is not given memory, or not cut: answered from what the daemon says of it now.
public struct WhyNot {
    public enum Question: String, Sendable, CaseIterable {
        /// Why does it not get memory?
        case grow
        /// Why is it not cut?
        case shrink
    }

    public let question: Question
    let guest: GuestReport
    let explanation: GuestExplanation
    let pool: PoolExplanation
    let status: StatusReport
    /// All of the pool, itself among them.
    let guests: [GuestReport]

    /// All of it must be of one daemon and of about one moment.
    public init(
        _ question: Question, guest: GuestReport, explanation: GuestExplanation, pool: PoolExplanation,
        status: StatusReport, guests: [GuestReport]
    ) {
        self.question = question
        self.guest = guest
        self.explanation = explanation
        self.pool = pool
        self.status = status
        self.guests = guests
    }

    /// It happens right now: the last cycle moved it the way that was asked for, or it is still under way.
    public var happening: String? {
        let verb = question == .grow ? "given memory" : "cut"
        if let target = explanation.target, let actual, explanation.reason?.code != "pinned" {
            let isWay = question == .grow ? target > actual : target < actual
            if isWay { return "it is being \(verb) right now. \(explanation.explanation)" }
        }
        guard let target = guest.target, let actual = guest.actual, guest.pin == nil else { return nil }
        let distance = question == .grow ? target - actual : actual - target
        guard distance >= .mebibytes(1) else { return nil }
        return "it is on its way from \(actual) to \(target) already"
    }

    /// What stands in the way, the decisive first; each holds by itself. Never empty where nothing is ``happening``.
    public var obstacles: [Obstacle] {
        // A guest that may not be moved at all is not weighed against the pool.
        let standing = operatorObstacles + stateObstacles
        let present = (question == .grow ? growthObstacles : cutObstacles) + guardrailObstacles
        let all = daemonObstacles + (standing.isEmpty ? present : standing)
        var seen: Set<String> = []
        let distinct = all.filter { seen.insert($0.code).inserted }
        return distinct.isEmpty ? [Obstacle(explanation.reason?.code ?? "none", explanation.explanation)] : distinct
    }

    var actual: ByteCount? { explanation.inputs.actual ?? guest.actual }
    var inputs: GuestInputs { explanation.inputs }

    /// A command of balloonctl about this guest.
    func command(_ verb: String, _ rest: String = "") -> String {
        "balloonctl \(verb) \(Self.quoted(guest.name))" + (rest.isEmpty ? "" : " \(rest)")
    }

    /// As a shell takes a word; QEMU lets a guest be called anything.
    static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
            default: false
            }
        }
        if isPlain, !name.isEmpty { return name }
        return "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
