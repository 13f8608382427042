/// What happened over some time, ready to be drawn: as SVG by ``SVGTimeChart``, with characters by ``TerminalTimeChart``.
public struct TimeChart: Sendable {
    /// A mark on an axis.
    public struct Tick: Sendable, Hashable {
        /// Seconds since the left edge, or a value.
        public var place: Double
        public var label: String

        public init(_ place: Double, _ label: String) {
            self.place = place
            self.label = label
        }
    }

    /// One course of values.
    public struct Layer: Sendable, Hashable {
        /// In the legend.
        public var name: String
        public var ink: Ink
        public var shape: Shape
        /// In the order of time; nil values are gaps.
        public var points: [PlotPoint]

        public init(_ name: String, _ ink: Ink, _ shape: Shape, _ points: [PlotPoint]) {
            self.name = name
            self.ink = ink
            self.shape = shape
            self.points = points
        }
    }

    public enum Shape: String, Sendable, CaseIterable {
        case area, line, fine
        /// Level until the next point.
        case stepped
    }

    /// What a course is, which gives it its colour.
    public enum Ink: String, Sendable, CaseIterable {
        case usage, peak, limit, actual, target, resident, need, floor, merged, pressure, swap
    }

    /// Something at one moment: a triangle down for memory taken, up for memory given.
    public struct Mark: Sendable, Hashable {
        public var time: Double
        public var value: Double
        public var isDown: Bool
        /// Shown under the pointer.
        public var text: String

        public init(time: Double, value: Double, isDown: Bool, text: String) {
            self.time = time
            self.value = value
            self.isDown = isDown
            self.text = text
        }
    }

    /// A stretch of time that stands out.
    public struct Shade: Sendable, Hashable {
        public var start: Double
        public var end: Double

        public init(start: Double, end: Double) {
            self.start = start
            self.end = end
        }
    }

    public var title: String
    /// Seconds from edge to edge; more than zero.
    public var duration: Double
    public var lowest: Double
    public var highest: Double
    public var valueTicks: [Tick]
    public var timeTicks: [Tick]
    /// The first is drawn first.
    public var layers: [Layer]
    public var marks: [Mark] = []
    public var shades: [Shade] = []
    /// What ``shades`` are, for the legend.
    public var shadeName = ""

    public init(
        title: String, duration: Double, lowest: Double = 0, highest: Double, valueTicks: [Tick] = [],
        timeTicks: [Tick] = [], layers: [Layer] = []
    ) {
        self.title = title
        self.duration = duration.isFinite ? max(duration, 1) : 1
        let isRange = lowest.isFinite && highest.isFinite && lowest < highest
        self.lowest = isRange ? lowest : 0
        self.highest = isRange ? highest : 1
        self.valueTicks = valueTicks
        self.timeTicks = timeTicks
        self.layers = layers
    }

    /// Whether any course has a value anywhere.
    public var isEmpty: Bool { !layers.contains { layer in layer.points.contains { $0.value != nil } } }

    /// 0 at the lower edge, 1 at the upper one; outside where the value is.
    func share(_ value: Double) -> Double { (value - lowest) / (highest - lowest) }
}
