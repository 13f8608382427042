import BalloonKit

/// The rate law: how many pages a wake-up, so that scanning is done in time and ksmd stays under its cap.
///
/// What a page costs is learnt from ksmd's own time, and changes by a factor of sixteen: 0.5 us to look at, 8 us when it merges.
/// Time used beyond the cap is a debt that the next seconds pay, so the cap holds as a mean.
struct KSMPace: Sendable, Hashable {
    /// Processor seconds a page.
    private(set) var cost = firstGuess
    /// Processor seconds used beyond the cap and not yet paid back.
    private(set) var debt = 0.0

    private static let firstGuess = 1e-6
    private static let mergingGuess = 3e-6
    private static let presumed = 4e-6
    private static let costs = 5e-8...5e-5
    /// Aimed at a little under the cap: what is measured comes a second late.
    private static let aim = 0.9
    /// In how many seconds a debt is paid.
    private static let payTime = 4.0
    /// Whatever the debt, this part of the cap is used: merging under way must come to its end.
    private static let leastPart = 0.1
    private static let pages = 10.0...1_000_000
    /// A sleep lasts to the tick after its end: 4 ms at 250 Hz.
    private static let oversleep = 0.004

    /// Learns from what ksmd used while it scanned `pages` a wake-up.
    mutating func learn(_ share: Double, over seconds: Double, pages: Int, sleep: Duration, cap: Double) {
        debt = (debt + (share - cap) * seconds).bounded(0...cap * 30, default: 0)
        // A scanner that never slept says nothing of what a page costs; its debt slows it down.
        guard pages > 0, share < 0.99 else { return }
        // Ksmd's time comes in ticks of 10 ms: no tick in a second still says that it is cheap.
        let share = Swift.max(share, 0.005)
        let seen = share * (sleep.inSeconds + Self.oversleep) / (Double(pages) * (1 - share))
        cost = (cost + (seen - cost) * (seen > cost ? 0.8 : 0.5)).bounded(Self.costs, default: Self.firstGuess)
    }

    /// The second full scan begins, in which pages merge: better too slow for a second than over the cap.
    mutating func expectMerging() { cost = Swift.max(cost, Self.mergingGuess) }

    /// Merging is over: what is scanned next is looked at, as far as anybody knows.
    mutating func forgetMerging() { cost = Swift.min(cost, Self.firstGuess) }

    /// Nothing tells what ksmd uses: of the pages looked at half are taken to merge, which is dear.
    mutating func presume() { cost = Swift.max(cost, Self.presumed) }

    mutating func forget() { cost = Self.firstGuess }

    /// Pages a second that the cap allows.
    func fastest(cap: Double) -> Double { cap * Self.aim / cost }

    /// Pages a wake-up for a rate in pages a second, never above the cap.
    func pagesToScan(_ rate: Double, sleep: Duration, cap: Double) -> Int {
        let share = Swift.max(cap * Self.leastPart, cap * Self.aim - debt / Self.payTime)
        let pause = sleep.inSeconds + Self.oversleep
        let capped = share * pause / ((1 - share) * cost)
        let busy = Swift.min(rate * cost, 0.99)
        let wanted = rate * pause / (1 - busy)
        return Int(Swift.min(wanted, capped).bounded(Self.pages, default: Self.pages.lowerBound))
    }
}
