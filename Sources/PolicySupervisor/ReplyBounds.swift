import QMP

/// Bounds on an answer before a value is made of it: some bytes of JSON can be a hundred times as many of memory.
struct ReplyBounds {
    /// Longest answer to the hello: a manifest with many knobs.
    static let longestManifest = 64 << 10

    let limits: JSONLimits
    private let mostCommas: Int
    private let mostBrackets: Int

    /// - Parameter proposals: The most that are accepted. Remarks have commas and brackets of their own, in reason.
    init(proposals: Int, maximumBytes: Int) {
        // Brackets are counted, which bounds what depth could cost: no second look for it.
        limits = JSONLimits(maximumBytes: maximumBytes, maximumDepth: .max)
        mostCommas = 64 * proposals + 1024
        mostBrackets = 16 * proposals + 1024
    }

    func check(_ reply: [UInt8]) throws(Nonsense) {
        var commas = 0
        var brackets = 0
        for byte in reply {
            commas &+= byte == 0x2C ? 1 : 0
            brackets &+= (byte == 0x5B ? 1 : 0) &+ (byte == 0x7B ? 1 : 0)
        }
        guard commas <= mostCommas, brackets <= mostBrackets else {
            throw Nonsense("its answer has more values than proposals for all guests would need")
        }
    }

    /// The answer, when it is JSON within bounds.
    func parsed(_ reply: [UInt8]) throws(Nonsense) -> JSONDocument {
        try check(reply)
        do throws(JSONError) {
            return try JSONDocument(parsing: reply, limits: limits)
        } catch {
            throw Nonsense("its answer is not JSON as agreed: \(PolicyText.bounded(error.description, to: 200))")
        }
    }
}
