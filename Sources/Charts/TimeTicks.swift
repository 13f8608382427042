import BalloonKit

/// Round times along an axis: about eight, whatever the length.
public struct TimeTicks: Sendable {
    private static let steps: [Double] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
    ]

    private let duration: Double

    /// - Parameter duration: seconds.
    public init(duration: Double) { self.duration = duration }

    public var ticks: [(time: Double, label: String)] {
        let step = Self.steps.first { duration / $0 <= 10 } ?? (duration / 8)
        let count = Swift.min(Int(exactly: (duration / step).rounded(.down)) ?? 0, 100)
        return (0...Swift.max(count, 0)).map { index in
            let time = Double(index) * step
            let milliseconds = Int64(exactly: (time * 1000).rounded()) ?? 0
            return (time, index == 0 ? "0" : Duration.milliseconds(milliseconds).text)
        }
    }
}
