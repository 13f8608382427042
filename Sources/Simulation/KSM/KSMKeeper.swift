import BalloonKit

/// The daemon's hand on the kernel's files: writes what differs, and knows what was found before it wrote, also after it was
/// killed.
///
/// Source: `KSMWriter` and its record in `HostMemory`, which do the same to files.
struct KSMKeeper: Sendable {
    private struct Change<Value: Equatable & Sendable>: Sendable {
        var found: Value
        var written: Value
    }

    private var run: Change<Int>?
    private var pagesToScan: Change<Int>?
    private var sleep: Change<Duration>?

    mutating func set(run value: Int, of model: inout KSMModel) { Self.write(value, to: &model.run, &run) }

    mutating func set(pagesToScan pages: Int, sleep time: Duration, of model: inout KSMModel) {
        Self.write(pages, to: &model.pagesToScan, &pagesToScan)
        Self.write(time, to: &model.sleep, &sleep)
    }

    /// Ends merging, but not for whoever had it run.
    mutating func stop(_ model: inout KSMModel) {
        if run?.found ?? model.run == 1 { restore(&model) } else { set(run: 0, of: &model) }
    }

    /// Puts back what was found, where nobody else has written since; an unmerging is not taken up again, and one that was cut
    /// short was ended with 0 by the kernel, not by others.
    mutating func restore(_ model: inout KSMModel) {
        if run?.found == 2 { run?.found = 0 }
        if run?.written == 2, model.run == 0 { run?.written = 0 }
        Self.putBack(&pagesToScan, to: &model.pagesToScan)
        Self.putBack(&sleep, to: &model.sleep)
        Self.putBack(&run, to: &model.run)
    }

    private static func write<Value>(_ value: Value, to current: inout Value, _ change: inout Change<Value>?) {
        guard current != value else { return }
        change = Change(found: change?.found ?? current, written: value)
        current = value
    }

    private static func putBack<Value>(_ change: inout Change<Value>?, to current: inout Value) {
        if let change, current == change.written { current = change.found }
        change = nil
    }
}
