/// One element of an SVG document, written by hand: a name, attributes in order, and what is inside.
struct SVGElement {
    private let name: String
    private let attributes: [(String, String)]
    private var text = ""
    private var children: [SVGElement] = []

    init(_ name: String, _ attributes: [(String, String)] = [], _ children: [SVGElement] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
    }

    /// An element with text inside, which may be anything.
    init(_ name: String, _ attributes: [(String, String)] = [], text: String) {
        self.init(name, attributes)
        self.text = text
    }

    mutating func add(_ child: SVGElement) { children.append(child) }
    mutating func add(_ more: [SVGElement]) { children += more }

    /// The document, an element a line.
    var document: String {
        var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(to: &output)
        return output
    }

    private func write(to output: inout String) {
        output += "<\(name)"
        for (key, value) in attributes { output += " \(key)=\"\(Self.escaped(value))\"" }
        guard !text.isEmpty || !children.isEmpty else { return output += "/>\n" }
        output += ">\(Self.escaped(text))"
        if !children.isEmpty { output += "\n" }
        for child in children { child.write(to: &output) }
        output += "</\(name)>\n"
    }

    /// XML knows no control characters at all, so they are left out.
    private static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "\n", "\t": output.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": break
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}

extension SVGElement {
    static func text(
        _ text: String, x: Double, y: Double, _ style: String, anchor: String = "start"
    ) -> SVGElement {
        SVGElement(
            "text", [("class", style), ("x", number(x)), ("y", number(y)), ("text-anchor", anchor)], text: text)
    }

    static func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> SVGElement {
        SVGElement(
            "line", [("class", style), ("x1", number(x1)), ("y1", number(y1)), ("x2", number(x2)), ("y2", number(y2))])
    }

    static func rectangle(_ style: String, _ frame: PlotFrame) -> SVGElement {
        SVGElement(
            "rect",
            [
                ("class", style), ("x", number(frame.x)), ("y", number(frame.y)), ("width", number(frame.width)),
                ("height", number(frame.height)),
            ])
    }

    static func path(_ style: String, _ data: String) -> SVGElement {
        SVGElement("path", [("class", style), ("d", data)])
    }

    /// With one decimal: a tenth of a pixel is finer than anybody sees.
    static func number(_ value: Double) -> String {
        guard let tenths = Int64(exactly: (value * 10).rounded()) else { return "0" }
        let sign = tenths < 0 ? "-" : ""
        let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
    }
}
