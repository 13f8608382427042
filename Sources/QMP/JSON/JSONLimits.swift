/// Bounds on one JSON text from a peer.
///
/// Both hold before a value is built, so a hostile peer costs at most one line of memory.
public struct JSONLimits: Sendable, Hashable {
    /// Largest text in bytes; longer texts throw ``JSONError/Code/tooLarge``.
    public var maximumBytes: Int

    /// Deepest nesting of arrays and objects; 1 is a flat object. Values above 2048 have no effect: jansson stops there.
    public var maximumDepth: Int

    public init(maximumBytes: Int = 8 << 20, maximumDepth: Int = 256) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
    }
}
