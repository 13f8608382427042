import BalloonKit

/// The last samples of one figure, for their average.
struct SampleHistory: Sendable, Hashable {
    private static let length = 10
    private var samples: [ByteCount] = []

    mutating func add(_ sample: ByteCount) {
        if samples.count == Self.length { samples.removeFirst() }
        samples.append(sample)
    }

    /// Over what there is of ten samples; nil before the first.
    var average: ByteCount? {
        guard !samples.isEmpty else { return nil }
        // Divided first: absurd samples must not saturate the sum.
        let sum = samples.reduce(0.0) { $0 + Double($1.bytes) / Double(samples.count) }
        return ByteCount(1).scaled(by: sum)
    }
}
