/// What an operator said about same-page merging, until he takes it back.
public struct KSMOrder: Sendable, Hashable {
    public enum Hold: String, Sendable, Hashable, CaseIterable {
        /// Merge whether or not memory is short, within the processor cap.
        case start
        /// Do not scan; merged pages stay merged.
        case stop
    }

    public var hold: Hold?
    /// Counts up: each time what was learnt about cost and yield is forgotten, and merging that rests is tried anew.
    public var retunes: UInt64

    public init(hold: Hold? = nil, retunes: UInt64 = 0) {
        self.hold = hold
        self.retunes = retunes
    }
}
