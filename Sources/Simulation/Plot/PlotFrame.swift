/// A part of the picture with its scales: seconds to the right, shares 0 ... 1 of something upwards.
struct PlotFrame {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    /// Seconds from edge to edge.
    var duration = 1.0
    /// The share at the lower edge; 1 is at the upper one.
    var lowest = 0.0

    func x(at time: Double) -> Double { x + width * Swift.min(Swift.max(time / duration, 0), 1) }

    func y(at share: Double) -> Double {
        let part = (share - lowest) / (1 - lowest)
        return y + height * (1 - Swift.min(Swift.max(part, 0), 1))
    }

    var bottom: Double { y + height }
    var right: Double { x + width }
}
