/// Path data of curves in a frame.
public struct PlotCurves: Sendable {
    private let frame: PlotFrame

    public init(frame: PlotFrame) { self.frame = frame }

    /// A line through the points; broken where there is no value. `isStepped`: level until the next point.
    public func line(_ points: [PlotPoint], isStepped: Bool = false) -> String {
        var data = ""
        var last: Double?
        for point in Thinning.envelope(points, bins: Int(frame.width), duration: frame.duration) {
            guard let value = point.value else {
                last = nil
                continue
            }
            let (x, y) = (number(frame.x(at: point.time)), number(frame.y(at: value)))
            if last == nil {
                data += "M\(x) \(y)"
            } else {
                data += isStepped ? "H\(x)V\(y)" : "L\(x) \(y)"
            }
            last = value
        }
        return data
    }

    /// The area under the line, each stretch closed by itself.
    public func area(_ points: [PlotPoint]) -> String {
        var data = ""
        var first: Double?
        var last = 0.0
        func close() {
            if let first {
                data += "L\(number(last)) \(number(frame.bottom))L\(number(first)) \(number(frame.bottom))Z"
            }
        }
        for point in Thinning.envelope(points, bins: Int(frame.width), duration: frame.duration) {
            guard let value = point.value else {
                close()
                first = nil
                continue
            }
            let x = frame.x(at: point.time)
            data += "\(first == nil ? "M" : "L")\(number(x)) \(number(frame.y(at: value)))"
            first = first ?? x
            last = x
        }
        close()
        return data
    }

    private func number(_ value: Double) -> String { MarkupElement.number(value) }
}
