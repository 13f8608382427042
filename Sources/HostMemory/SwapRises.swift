import BalloonKit

/// Adds up by how much swap in use has risen: a stand-in for a counter of what was swapped out, where there is none.
///
/// Too low when pages come and go between two samples; never too high.
struct SwapRises: Sendable {
    private var last: ByteCount?
    private var sum = ByteCount.zero

    /// - Parameter used: nil when it could not be read: so is then the sum.
    mutating func observe(_ used: ByteCount?) -> ByteCount? {
        guard let used else { return nil }
        if let last, used > last { sum += used - last }
        last = used
        return sum
    }
}
