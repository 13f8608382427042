import Simulation

/// What a swarm came to, in the order of its seeds whatever order they ended in.
struct SwarmReport {
    private let cycles: Int
    private let seeds: Int
    private(set) var failures: [SwarmRun.Result] = []
    private(set) var coverage = Coverage()
    /// The largest of each, and the seed it was seen in.
    private(set) var extremes: [String: (value: Int, seed: UInt64)] = [:]

    private static let mostShown = 20

    init(first: UInt64, cycles: Int, seeds: Int, jobs: Int) async {
        self.cycles = cycles
        self.seeds = seeds
        await withTaskGroup(of: SwarmRun.Result.self) { group in
            var next = 0
            func start() {
                guard next < seeds else { return }
                let run = SwarmRun(seed: first &+ UInt64(next), cycles: cycles)
                next += 1
                group.addTask { run.run() }
            }
            for _ in 0..<min(jobs, seeds) { start() }
            for await result in group {
                start()
                coverage.add(result.coverage)
                for (what, value) in result.findings.extremes where value > extremes[what]?.value ?? 0 {
                    extremes[what] = (value, result.seed)
                }
                if !result.findings.isEmpty { failures.append(result) }
            }
        }
        failures.sort { $0.seed < $1.seed }
    }

    /// A swarm of few seeds may miss codes by chance.
    private var isLarge: Bool { coverage.cycles >= CoverageCatalogue.cyclesToSeeAll }
    private var missing: [Coverage.Entry] { CoverageCatalogue.all.filter { coverage.counts[$0] == nil } }

    var isClean: Bool { failures.isEmpty && (!isLarge || missing.isEmpty) }

    func print(withCoverage: Bool) {
        for failure in failures.prefix(Self.mostShown) {
            Swift.print("seed \(failure.seed) failed:")
            for violation in failure.findings.violations { Swift.print("  \(violation)") }
            for (name, count) in failure.findings.counts.sorted(by: { $0.key < $1.key }) where count > 1 {
                Swift.print("  \(name): \(count) times")
            }
            Swift.print("  replay: balloonsim swarm --seeds 1 --cycles \(cycles) --first \(failure.seed)")
        }
        if failures.count > Self.mostShown { Swift.print("and \(failures.count - Self.mostShown) seeds more") }
        if withCoverage {
            for (entry, count) in coverage.counts.sorted(by: { $0.key < $1.key }) {
                Swift.print("  \(entry.kind.rawValue) \(entry.code): \(count)")
            }
        }
        for entry in missing {
            Swift.print("never occurred\(isLarge ? ", and must" : ""): \(entry.kind.rawValue) \(entry.code)")
        }
        for (what, most) in extremes.sorted(by: { $0.key < $1.key }) {
            Swift.print("most \(what): \(most.value) (seed \(most.seed))")
        }
        Swift.print("\(seeds) seeds, \(coverage.cycles) cycles: \(failures.count) seeds failed")
    }
}
