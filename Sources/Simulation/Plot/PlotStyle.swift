/// The colours of a picture, light and dark: plain classes, since not every renderer knows CSS variables.
enum PlotStyle {
    private static let shape = """
        text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-size:12px}
        .title{font-size:20px;font-weight:600}.name{font-size:12px;font-weight:600}.small{font-size:11px}
        path,line{fill:none;stroke-linejoin:round}
        .grid{stroke-width:1}.used{stroke-width:1.8}.forecast{stroke-width:1.1;stroke-dasharray:1.5 2.5}
        .limit{stroke-width:1.6}.high,.low{stroke-width:1;stroke-dasharray:6 4}
        .actual{stroke-width:1.8}.target{stroke-width:1.1;stroke-dasharray:4 3}.working{stroke-width:1.3}
        .move{stroke-width:.8}.saved-line{stroke-width:1.3}
        """

    private static let light: [(String, String)] = [
        (".paper", "fill:#ffffff"), ("text", "fill:#334155"), (".title,.name", "fill:#0f172a"),
        (".small", "fill:#64748b"),
        (".grid", "stroke:#e2e8f0"), (".panel", "fill:#f8fafc"), (".over", "fill:#fef2f2"),
        (".used", "stroke:#1d4ed8"), (".used-area", "fill:#dbeafe"), (".forecast", "stroke:#9333ea"),
        (".limit", "stroke:#dc2626"), (".high", "stroke:#d97706"), (".low", "stroke:#0d9488"),
        ("text.limit-text", "fill:#b91c1c"), ("text.high-text", "fill:#b45309"), ("text.low-text", "fill:#0f766e"),
        (".actual", "stroke:#0f172a"), (".target", "stroke:#64748b"), (".working", "stroke:#e11d48"),
        (".resident", "fill:#cbd5e1"), (".saved", "fill:#ddd6fe"), (".saved-line", "stroke:#7c3aed"),
        (".move", "stroke:#ffffff"), (".idle", "fill:#2563eb"), (".squeeze", "fill:#ea580c"), (".need", "fill:#16a34a"),
        (".calm", "fill:#0891b2"), (".withdrawn", "fill:#9333ea"), (".ordered", "fill:#ca8a04"),
        (".other", "fill:#64748b"),
        (".rung-normal", "fill:#e2e8f0"), (".rung-reclaim", "fill:#93c5fd"), (".rung-merge", "fill:#a78bfa"),
        (".rung-squeeze", "fill:#fb923c"), (".rung-saturated", "fill:#ef4444"),
    ]

    private static let dark: [(String, String)] = [
        (".paper", "fill:#0b1220"), ("text", "fill:#cbd5e1"), (".title,.name", "fill:#f1f5f9"),
        (".small", "fill:#94a3b8"),
        (".grid", "stroke:#1e293b"), (".panel", "fill:#111a2c"), (".over", "fill:#261420"),
        (".used", "stroke:#60a5fa"), (".used-area", "fill:#172b52"), (".forecast", "stroke:#c084fc"),
        (".limit", "stroke:#f87171"), (".high", "stroke:#fbbf24"), (".low", "stroke:#2dd4bf"),
        ("text.limit-text", "fill:#fca5a5"), ("text.high-text", "fill:#fcd34d"), ("text.low-text", "fill:#5eead4"),
        (".actual", "stroke:#f1f5f9"), (".target", "stroke:#94a3b8"), (".working", "stroke:#fb7185"),
        (".resident", "fill:#334155"), (".saved", "fill:#3b2a6b"), (".saved-line", "stroke:#a78bfa"),
        (".move", "stroke:#0b1220"), (".idle", "fill:#60a5fa"), (".squeeze", "fill:#fb923c"), (".need", "fill:#4ade80"),
        (".calm", "fill:#22d3ee"), (".withdrawn", "fill:#c084fc"), (".ordered", "fill:#facc15"),
        (".other", "fill:#94a3b8"),
        (".rung-normal", "fill:#1e293b"), (".rung-reclaim", "fill:#2563eb"), (".rung-merge", "fill:#7c3aed"),
        (".rung-squeeze", "fill:#ea580c"), (".rung-saturated", "fill:#dc2626"),
    ]

    /// The text of a `<style>` element.
    static func sheet(_ theme: PlotTheme) -> String {
        let day = rules(light)
        let night = rules(dark)
        switch theme {
        case .auto: return "\(shape)\n\(day)\n@media (prefers-color-scheme: dark){\n\(night)\n}"
        case .light: return "\(shape)\n\(day)"
        case .dark: return "\(shape)\n\(night)"
        }
    }

    private static func rules(_ colours: [(String, String)]) -> String {
        colours.map { "\($0.0){\($0.1)}" }.joined(separator: "\n")
    }
}

/// What a picture is shown on.
public enum PlotTheme: String, Sendable, CaseIterable {
    /// As the reader's system prefers.
    case auto
    case light
    case dark
}
