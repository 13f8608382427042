/// One finished step: the pool's and its guests', by name.
struct StepRecord: Sendable, Hashable {
    var pool: PoolStep
    var guests: [GuestStep]

    /// Takes in a step that follows.
    mutating func merge(_ next: StepRecord) {
        pool.merge(next.pool)
        var known = Dictionary(guests.map { ($0.guest, $0) }) { first, _ in first }
        for var step in next.guests {
            if known[step.guest]?.merge(step) == nil {
                step.start = pool.start
                known[step.guest] = step
            }
        }
        guests = known.values.sorted { $0.guest < $1.guest }
    }
}
