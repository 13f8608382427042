/// A part of the picture with its scales: seconds to the right, shares 0 ... 1 of something upwards.
public struct PlotFrame: Sendable, Hashable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double
    /// Seconds from edge to edge.
    public var duration = 1.0
    /// The share at the lower edge; 1 is at the upper one.
    public var lowest = 0.0

    public init(
        x: Double, y: Double, width: Double, height: Double, duration: Double = 1, lowest: Double = 0
    ) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.duration = duration
        self.lowest = lowest
    }

    public func x(at time: Double) -> Double { x + width * Swift.min(Swift.max(time / duration, 0), 1) }

    public func y(at share: Double) -> Double {
        let part = (share - lowest) / (1 - lowest)
        return y + height * (1 - Swift.min(Swift.max(part, 0), 1))
    }

    public var bottom: Double { y + height }
    public var right: Double { x + width }
}
