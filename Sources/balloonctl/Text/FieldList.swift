/// Names and values under one another, values aligned and wrapped.
struct FieldList {
    private var fields: [(name: String, value: String, style: Style)] = []

    /// Adds a line; nil leaves it out, for what does not apply.
    mutating func add(_ name: String, _ value: String?, _ style: Style = .plain) {
        guard let value else { return }
        fields.append((name, Text.printable(value), style))
    }

    func lines(console: Console) -> [String] {
        let margin = fields.reduce(0) { max($0, $1.name.count) } + 2
        return fields.flatMap { field in
            let room = console.width.map { max(20, $0 - margin) }
            let values = Text.wrapped(field.value, to: room).map {
                field.style.applied(to: $0, colour: console.hasColour)
            }
            return values.enumerated().map { index, value in
                let name = Text.filled(index == 0 ? field.name : "", to: margin)
                return (index == 0 ? Style.dim.applied(to: name, colour: console.hasColour) : name) + value
            }
        }
    }
}
