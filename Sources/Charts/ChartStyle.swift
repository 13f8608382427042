/// The colours of charts for light and dark, as CSS variables: `prefers-color-scheme` chooses, print is always light.
public enum ChartStyle {
    /// The text of a `<style>` element: variables for a whole page, and the classes of charts.
    public static var sheet: String {
        """
        :root{color-scheme:light dark;\(variables(\.0))}
        @media (prefers-color-scheme:dark){:root{\(variables(\.1))}}
        @media print{:root{color-scheme:light;\(variables(\.0))}}
        \(shapes)
        \(inks)
        """
    }

    private static let shapes = """
        .chart text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;font-size:11.5px;fill:var(--faint)}
        .chart path,.chart line{fill:none;stroke-linejoin:round;stroke-linecap:round}
        .chart .panel{fill:var(--panel)}.chart .grid{stroke:var(--rule);stroke-width:1}
        .chart .area,.chart .line{stroke-width:1.8}.chart .fine{stroke-width:1.1;stroke-dasharray:2 3}
        .chart .stepped{stroke-width:1.4}.chart .fill{stroke:none;fill-opacity:.18}
        .chart .shade{fill:var(--alarm);fill-opacity:.16}
        .chart .mark{stroke:var(--panel);stroke-width:.7}.chart .mark.down{fill:var(--taken)}.chart .mark.up{fill:var(--given)}
        """

    private static var inks: String {
        TimeChart.Ink.allCases.map { ink in
            let name = ink.rawValue
            return ".chart .ink-\(name){stroke:var(--\(name))}.chart .fill.ink-\(name){fill:var(--\(name));stroke:none}"
        }.joined(separator: "\n")
    }

    /// Name, light, dark.
    private static let palette: [(String, (String, String))] = [
        ("paper", ("#ffffff", "#0b1220")), ("ink", ("#0f172a", "#f1f5f9")), ("text", ("#334155", "#cbd5e1")),
        ("faint", ("#64748b", "#94a3b8")), ("rule", ("#e2e8f0", "#1e293b")), ("panel", ("#f8fafc", "#111a2c")),
        ("alarm", ("#dc2626", "#f87171")), ("good", ("#15803d", "#4ade80")), ("warn", ("#b45309", "#fbbf24")),
        ("taken", ("#2563eb", "#60a5fa")), ("given", ("#16a34a", "#4ade80")),
        ("usage", ("#1d4ed8", "#60a5fa")), ("peak", ("#7c3aed", "#c084fc")), ("limit", ("#dc2626", "#f87171")),
        ("actual", ("#0f172a", "#f1f5f9")), ("target", ("#64748b", "#94a3b8")), ("resident", ("#0891b2", "#22d3ee")),
        ("need", ("#e11d48", "#fb7185")), ("floor", ("#a16207", "#eab308")), ("merged", ("#7c3aed", "#a78bfa")),
        ("pressure", ("#d97706", "#fbbf24")),
        ("swap", ("#be123c", "#fb7185")),
    ]

    private static func variables(_ theme: KeyPath<(String, String), String>) -> String {
        palette.map { "--\($0.0):\($0.1[keyPath: theme])" }.joined(separator: ";")
    }
}
