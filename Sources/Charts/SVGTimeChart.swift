/// Draws a ``TimeChart`` as an `svg` element. ``ChartStyle`` gives its classes their colours, in the picture or in a page around it.
public struct SVGTimeChart {
    private let chart: TimeChart
    private let width: Double
    private let height: Double

    private static let left = 62.0
    private static let right = 16.0
    private static let bottom = 26.0
    /// The line of the legend.
    private static let top = 30.0
    private static let characterWidth = 6.4
    /// Above so many, marks would hide what they mark.
    private static let mostMarks = 400

    /// - Parameters:
    ///   - width: of the picture in its own units, which are pixels unless it is scaled; 300 at least.
    ///   - height: as `width`; 90 at least.
    public init(_ chart: TimeChart, width: Double = 1100, height: Double = 260) {
        self.chart = chart
        self.width = width.isFinite ? max(width, 300) : 300
        self.height = height.isFinite ? max(height, 90) : 90
    }

    /// The picture with its own colours: a file by itself.
    public var document: String {
        var svg = element
        svg.add(MarkupElement("style", text: ChartStyle.sheet + "\nsvg{background:var(--paper)}"))
        return svg.document
    }

    /// The picture without colours, for a page that has them.
    public var element: MarkupElement {
        var svg = MarkupElement(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("class", "chart"), ("role", "img"),
                ("viewBox", "0 0 \(MarkupElement.number(width)) \(MarkupElement.number(height))"),
                ("aria-label", chart.title),
            ])
        svg.add(MarkupElement("title", text: chart.title))
        svg.add(.rectangle("panel", frame))
        svg.add(shades + valueAxis + timeAxis)
        let curves = PlotCurves(frame: frame)
        for layer in chart.layers {
            let points = layer.points.map { PlotPoint(time: $0.time, value: $0.value.map(chart.share)) }
            let style = "\(layer.shape.rawValue) ink-\(layer.ink.rawValue)"
            if layer.shape == .area {
                svg.add(.path("fill ink-\(layer.ink.rawValue)", curves.area(points)))
            }
            svg.add(.path(style, curves.line(points, isStepped: layer.shape == .stepped)))
        }
        svg.add(chart.marks.prefix(Self.mostMarks).map(mark))
        svg.add(legend)
        return svg
    }

    private var frame: PlotFrame {
        PlotFrame(
            x: Self.left, y: Self.top, width: width - Self.left - Self.right,
            height: height - Self.top - Self.bottom, duration: chart.duration)
    }

    // MARK: Axes

    private var valueAxis: [MarkupElement] {
        chart.valueTicks.filter { (0...1).contains(chart.share($0.place)) }.flatMap { tick -> [MarkupElement] in
            let y = frame.y(at: chart.share(tick.place))
            return [
                .line("grid", frame.x, y, frame.right, y),
                .text(tick.label, x: frame.x - 8, y: y + 4, "small", anchor: "end"),
            ]
        }
    }

    private var timeAxis: [MarkupElement] {
        var elements: [MarkupElement] = []
        var free = -Double.infinity
        for tick in chart.timeTicks where (0...chart.duration).contains(tick.place) {
            let x = frame.x(at: tick.place)
            elements.append(.line("grid", x, frame.y, x, frame.bottom))
            let half = Double(tick.label.count) * Self.characterWidth / 2
            guard x - half > free, x + half <= width else { continue }
            elements.append(.text(tick.label, x: x, y: frame.bottom + 17, "small", anchor: "middle"))
            free = x + half + 8
        }
        return elements
    }

    private var shades: [MarkupElement] {
        chart.shades.map { shade in
            let (start, end) = (frame.x(at: shade.start), frame.x(at: shade.end))
            return .rectangle(
                "shade", PlotFrame(x: start, y: frame.y, width: max(end - start, 1), height: frame.height))
        }
    }

    // MARK: Marks and legend

    private func mark(_ mark: TimeChart.Mark) -> MarkupElement {
        let x = frame.x(at: mark.time)
        let tip = frame.y(at: chart.share(mark.value))
        let path = ("d", triangle(x, tip, isDown: mark.isDown))
        let style = ("class", mark.isDown ? "mark down" : "mark up")
        return MarkupElement("path", [style, path], mark.text.isEmpty ? [] : [MarkupElement("title", text: mark.text)])
    }

    private func triangle(_ x: Double, _ tip: Double, isDown: Bool) -> String {
        let tail = isDown ? tip - 7 : tip + 7
        let number = MarkupElement.number
        return "M\(number(x)) \(number(tip))L\(number(x - 4)) \(number(tail))H\(number(x + 4))Z"
    }

    private var legend: [MarkupElement] {
        var elements: [MarkupElement] = []
        var x = frame.x
        let y = 15.0
        func entry(_ label: String, _ sample: MarkupElement) {
            elements += [sample, .text(label, x: x + 24, y: y + 4, "small")]
            x += 24 + Double(label.count) * Self.characterWidth + 16
        }
        for layer in chart.layers where layer.points.contains(where: { $0.value != nil }) {
            let style = "\(layer.shape == .area ? "line" : layer.shape.rawValue) ink-\(layer.ink.rawValue)"
            entry(layer.name, .line(style, x, y, x + 18, y))
        }
        if !chart.shades.isEmpty {
            entry(chart.shadeName, .rectangle("shade", PlotFrame(x: x, y: y - 5, width: 18, height: 10)))
        }
        if chart.marks.contains(where: \.isDown) {
            entry("taken", .path("mark down", triangle(x + 9, y + 4, isDown: true)))
        }
        if chart.marks.contains(where: { !$0.isDown }) {
            entry("given", .path("mark up", triangle(x + 9, y - 4, isDown: false)))
        }
        return elements
    }
}
