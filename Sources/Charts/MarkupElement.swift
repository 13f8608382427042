/// One element of an SVG or HTML document: a name, attributes in order, and what is inside. Whatever text it is given stands in
/// the document as text: names of guests come from outside.
public struct MarkupElement: Sendable {
    private enum Content: Sendable {
        case text(String)
        case element(MarkupElement)
    }

    private let name: String
    private let attributes: [(String, String)]
    private var contents: [Content]

    public init(_ name: String, _ attributes: [(String, String)] = [], _ children: [MarkupElement] = []) {
        self.name = name
        self.attributes = attributes
        contents = children.map { .element($0) }
    }

    /// An element with text inside, which may be anything.
    public init(_ name: String, _ attributes: [(String, String)] = [], text: String) {
        self.init(name, attributes)
        add(text: text)
    }

    public mutating func add(_ child: MarkupElement) { contents.append(.element(child)) }
    public mutating func add(_ more: [MarkupElement]) { contents += more.map { .element($0) } }
    public mutating func add(text: String) {
        if !text.isEmpty { contents.append(.text(text)) }
    }

    /// A whole XML document, an element a line.
    public var document: String {
        var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(to: &output, as: .xml)
        return output
    }

    /// A whole HTML document, an element a line.
    public var page: String {
        var output = "<!DOCTYPE html>\n"
        write(to: &output, as: .html)
        return output
    }

    private enum Language { case xml, html }

    /// Elements of HTML that have no end. Source: HTML Living Standard, 13.1.2 "Elements".
    private static let void: Set<String> = ["br", "col", "hr", "img", "link", "meta"]

    private func write(to output: inout String, as language: Language, isInline: Bool = false) {
        let end = isInline ? "" : "\n"
        output += "<\(name)"
        for (key, value) in attributes { output += " \(key)=\"\(Self.escaped(value))\"" }
        if language == .html, Self.void.contains(name) { return output += ">" + end }
        if language == .xml, contents.isEmpty { return output += "/>" + end }
        output += ">"
        // Between words blanks count, so an element with text keeps all of it on one line.
        let hasText = contents.contains { if case .text = $0 { true } else { false } }
        if !contents.isEmpty, !hasText, !isInline { output += "\n" }
        for content in contents {
            switch content {
            // A style sheet in HTML is read as it stands; no text from outside may be put into one.
            case .text(let text): output += language == .html && name == "style" ? text : Self.escaped(text)
            case .element(let child): child.write(to: &output, as: language, isInline: isInline || hasText)
            }
        }
        output += "</\(name)>" + end
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
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": break
            // Marks that turn the direction of what follows them.
            case "\u{200e}", "\u{200f}", "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": break
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}

extension MarkupElement {
    public static func text(
        _ text: String, x: Double, y: Double, _ style: String, anchor: String = "start"
    ) -> MarkupElement {
        MarkupElement(
            "text", [("class", style), ("x", number(x)), ("y", number(y)), ("text-anchor", anchor)], text: text)
    }

    public static func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> MarkupElement {
        MarkupElement(
            "line", [("class", style), ("x1", number(x1)), ("y1", number(y1)), ("x2", number(x2)), ("y2", number(y2))])
    }

    public static func rectangle(_ style: String, _ frame: PlotFrame) -> MarkupElement {
        MarkupElement(
            "rect",
            [
                ("class", style), ("x", number(frame.x)), ("y", number(frame.y)), ("width", number(frame.width)),
                ("height", number(frame.height)),
            ])
    }

    public static func path(_ style: String, _ data: String) -> MarkupElement {
        MarkupElement("path", [("class", style), ("d", data)])
    }

    /// With one decimal: a tenth of a pixel is finer than anybody sees.
    public static func number(_ value: Double) -> String {
        guard let tenths = Int64(exactly: (value * 10).rounded()) else { return "0" }
        let sign = tenths < 0 ? "-" : ""
        let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
    }
}
