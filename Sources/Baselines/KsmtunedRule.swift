import BalloonKit
import Controller

/// ksmtuned's rule for KSM: scan harder while memory is short, slower when it is not, and stop when there is plenty.
///
/// A round every 60 s. Nothing in it looks at what merging saves or at what ksmd costs, and stopping keeps merged pages.
/// `MemFree + Buffers + Cached` is taken from the pool's available memory, the nearest thing a snapshot has.
///
/// Source: ksmtuned 4.20150326, `ksmtuned.conf`; Proxmox VE's copy (rules, written anew).
public struct KsmtunedRule: Sendable, Hashable {
    /// How the memory of QEMU processes is counted.
    public enum Measure: Sendable, Hashable {
        /// As resident: a merged page counts once a process, so that success looks like need.
        case resident
        /// Each page once (proportional set size), as Proxmox VE does since April 2024.
        case proportional
    }

    private static let boost = 300
    private static let decay = 50
    private static let pagesRange = 64...1250
    private static let thresholdShare = 0.20
    private static let leastThreshold = ByteCount.mebibytes(2)
    private static let leastSleep = Duration.milliseconds(10)

    private let memory: Measure
    private let sleep: Duration
    private var clock = RuleClock(period: .seconds(60))
    private var pages = 0

    /// - Parameter sleep: Between two batches on a host of 16 GiB: 10 ms upstream, 100 ms in Proxmox VE.
    public init(memory: Measure = .resident, sleep: Duration = .milliseconds(10)) {
        self.memory = memory
        self.sleep = sleep
    }

    /// What to set; nil between two rounds, without KSM, and when KSM is so already.
    public mutating func directive(for snapshot: Snapshot) -> KSMDirective? {
        let pool = snapshot.pool
        guard let ksm = pool.ksm, pool.total > .zero, clock.strikes(at: snapshot.time) else { return nil }
        let threshold = Swift.max(pool.total.scaled(by: Self.thresholdShare), Self.leastThreshold)
        let isPlenty = committed(snapshot) + threshold < pool.total && pool.available > threshold
        guard !isPlenty else { return KSMDirective.halt.ifNew(to: ksm) }
        let change = pool.available < threshold ? Self.boost : -Self.decay
        pages = Swift.min(Swift.max(pages + change, Self.pagesRange.lowerBound), Self.pagesRange.upperBound)
        let pause = Swift.max(sleep.onHost(of: pool.total), Self.leastSleep)
        return KSMDirective.run(pagesToScan: pages, sleep: pause).ifNew(to: ksm)
    }

    private func committed(_ snapshot: Snapshot) -> ByteCount {
        let resident = snapshot.guests.reduce(ByteCount.zero) { $0 + ($1.sample.resident ?? .zero) }
        switch memory {
        case .resident: return resident
        // Of the pages that share one, each counts as resident; together they are one page that is left.
        case .proportional: return (resident - .pages(snapshot.pool.ksm?.pagesSharing ?? 0)).clampedToZero
        }
    }
}

extension Duration {
    /// The pause between batches that makes a host of any size scan the same share of its memory, in whole milliseconds:
    /// the base value holds for 16 GiB.
    func onHost(of total: ByteCount) -> Duration {
        let kibibytes = Swift.max(total.bytes / 1024, 1)
        let (product, overflow) = Int64((inSeconds * 1000).rounded()).multipliedReportingOverflow(by: 16 << 20)
        return .milliseconds(overflow ? Int64.max / 1_000_000 : product / kibibytes)
    }
}

extension KSMDirective {
    /// Nil when KSM is set so already: rules of the field write the same values again and again.
    func ifNew(to ksm: KSMSample) -> KSMDirective? {
        switch self {
        case .stop, .halt: ksm.run == 0 ? nil : self
        case .run(let pages, let sleep):
            ksm.run == 1 && ksm.pagesToScan == pages && ksm.sleep == sleep ? nil : self
        }
    }
}
