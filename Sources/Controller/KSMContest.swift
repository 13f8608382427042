import BalloonKit

/// Notices that somebody else writes KSM's settings: ksmtuned, a script, another operator.
///
/// Set right a few times, then left alone: two programs that write against each other help nobody.
struct KSMContest: Sendable, Hashable {
    struct Setting: Sendable, Hashable {
        var run: Int
        var pagesToScan: Int
        var sleep: Duration

        init(_ sample: KSMSample) {
            run = sample.run
            pagesToScan = sample.pagesToScan
            sleep = sample.sleep
        }

        init(run: Int, pagesToScan: Int, sleep: Duration) {
            self.run = run
            self.pagesToScan = pagesToScan
            self.sleep = sleep
        }

        /// Speed does not matter to a scanner that stands.
        func fits(_ other: Setting) -> Bool { run != 1 && other.run != 1 || self == other }

        var text: String { run == 1 ? "\(pagesToScan) pages every \(sleep.text)" : "run to \(run)" }
    }

    /// What only grows while ksmd scans: who stops it at once may never let a cycle see it go.
    private struct Trail: Sendable, Hashable {
        private var pages: Int64
        private var scans: Int64
        private var used: Duration

        init(_ sample: KSMSample) {
            pages = sample.pagesShared &+ sample.pagesSharing &+ sample.pagesUnshared &+ sample.pagesVolatile
            scans = sample.fullScans
            used = sample.scannerTime ?? .zero
        }

        func isBehind(_ other: Trail) -> Bool {
            pages < other.pages || scans < other.scans || used < other.used
        }
    }

    enum Finding: Sendable, Hashable {
        case asAsked
        /// On its way to the kernel, or not carried out: dry run, no permission.
        case pending
        case meddled(String)
    }

    private(set) var asked: Setting?
    private var before: Setting?
    /// How far a scanner that stood had come; nil for one that went.
    private var stoodAt: Trail?
    private var time = MonotonicTime.origin
    /// The kernel had what was asked for.
    private var wasSeen = false
    private var times: [MonotonicTime] = []
    private(set) var last = ""

    /// A write waits for the batch that ksmd scans, and for the worker.
    private static let grace = Duration.seconds(3)
    private static let memory = Duration.seconds(600)
    static let bound = 5

    mutating func ask(_ setting: Setting, found sample: KSMSample, at now: MonotonicTime) {
        asked = setting
        before = Setting(sample)
        stoodAt = sample.run == 1 ? nil : Trail(sample)
        time = now
        wasSeen = false
    }

    mutating func observe(_ sample: KSMSample, at now: MonotonicTime) -> Finding {
        let seen = Setting(sample)
        guard let asked, !asked.fits(seen) else {
            wasSeen = true
            return .asAsked
        }
        if asked.run == 1, stoodAt?.isBehind(Trail(sample)) == true { wasSeen = true }
        if !wasSeen, seen == before || now - time < Self.grace { return .pending }
        last = seen.text
        times = times.filter { now - $0 < Self.memory } + [now]
        return .meddled(seen.text)
    }

    /// Not carried out so long after it was asked for.
    func isOverdue(after span: Duration, at now: MonotonicTime) -> Bool { !wasSeen && now - time >= span }

    var isLost: Bool { times.count >= Self.bound }

    mutating func end() { self = KSMContest() }
}
