import Charts

/// The look of pages: readable on a phone, in the dark and on paper. Nothing from outside stands in it.
enum PageStyle {
    static let sheet =
        ChartStyle.sheet + """

            *{box-sizing:border-box}
            body{margin:0;background:var(--paper);color:var(--text);font:15px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
            main{max-width:1080px;margin:0 auto;padding:40px 24px 56px}
            h1{margin:0;font-size:27px;line-height:1.25;color:var(--ink);letter-spacing:-.01em;overflow-wrap:anywhere}
            h2{margin:44px 0 10px;font-size:18px;color:var(--ink)}
            p{margin:0 0 8px;max-width:78ch;overflow-wrap:anywhere}
            .when{margin:4px 0 0;color:var(--faint)}
            .verdict{margin:22px 0 0;padding:14px 18px;border-left:4px solid var(--good);background:var(--panel);font-size:17px;color:var(--ink);border-radius:0 8px 8px 0;max-width:none}
            .verdict.bad{border-color:var(--alarm)}
            .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(132px,1fr));gap:10px;margin:20px 0 0}
            .card{padding:13px 15px;background:var(--panel);border:1px solid var(--rule);border-radius:10px}
            .card .label{font-size:12.5px;color:var(--faint)}
            .card .figure{font-size:23px;font-weight:650;color:var(--ink);line-height:1.35;white-space:nowrap}
            .card .note{font-size:12.5px;color:var(--faint)}
            .card.bad .figure{color:var(--alarm)}.card.good .figure{color:var(--good)}
            figure{margin:14px 0 22px;overflow-x:auto}figcaption{font-weight:600;color:var(--ink);margin:0 0 4px;overflow-wrap:anywhere}
            .chart{display:block;width:100%;height:auto;min-width:620px}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
            th{font-weight:600;color:var(--faint);font-size:12.5px}
            th,td{padding:7px 10px;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
            th:first-child,td:first-child{text-align:left;padding-left:0}
            td:first-child{color:var(--ink);font-weight:600;white-space:normal;overflow-wrap:anywhere;min-width:110px}
            td.bad{color:var(--alarm);font-weight:600}
            .scale{width:150px}.scale svg{display:block;width:130px;height:12px;margin-left:auto}
            .scale .whole{fill:var(--rule)}.scale .mean{fill:var(--usage)}.scale .least{stroke:var(--ink);stroke-width:2}
            ol.moves{margin:0;padding:0;list-style:none}
            ol.moves li{padding:9px 0;border-bottom:1px solid var(--rule);max-width:96ch;overflow-wrap:anywhere}
            ol.moves b{color:var(--ink)}
            .bar{display:flex;height:14px;border-radius:7px;overflow:hidden;background:var(--rule);margin:8px 0 8px}
            .keys{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:12.5px;color:var(--faint);margin:0 0 12px}
            .keys i{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px}
            .rung-normal{background:var(--rule)}.rung-reclaim{background:var(--usage)}.rung-merge{background:var(--merged)}
            .rung-squeeze{background:var(--pressure)}.rung-saturated{background:var(--alarm)}
            footer{margin-top:44px;padding-top:14px;border-top:1px solid var(--rule);font-size:12.5px;color:var(--faint)}
            footer p{max-width:96ch}
            @media (max-width:640px){main{padding:24px 14px 40px}h1{font-size:22px}}
            @page{margin:14mm 12mm}
            @media print{main{max-width:none;padding:0}figure,.card,li,tr,footer{break-inside:avoid}h2,.bar{break-after:avoid}body{font-size:12px}
            h2{margin-top:30px}p,li{orphans:3;widows:3}figure,.scroll{overflow:visible}.chart{min-width:0}
            *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
            """

    /// A whole page that needs nothing from anywhere.
    static func page(title: String, _ contents: [MarkupElement]) -> String {
        MarkupElement(
            "html", [("lang", "en")],
            [
                MarkupElement(
                    "head", [],
                    [
                        MarkupElement("meta", [("charset", "utf-8")]),
                        MarkupElement(
                            "meta", [("name", "viewport"), ("content", "width=device-width,initial-scale=1")]),
                        // Nothing may be loaded or run, whatever a guest is called.
                        MarkupElement(
                            "meta",
                            [
                                ("http-equiv", "Content-Security-Policy"),
                                ("content", "default-src 'none'; style-src 'unsafe-inline'"),
                            ]),
                        MarkupElement("title", text: title), MarkupElement("style", text: sheet),
                    ]), MarkupElement("body", [], [MarkupElement("main", [], contents)]),
            ]
        ).page
    }

    /// With numbers and their units kept on one line.
    static func tied(_ text: String) -> String {
        var output = ""
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        for (index, word) in words.enumerated() {
            if index > 0 { output += isUnit(word) && words[index - 1].last?.isNumber == true ? "\u{a0}" : " " }
            output += word
        }
        return output
    }

    private static func isUnit(_ word: Substring) -> Bool {
        let units: Set<Substring> = ["%", "s", "ms", "B", "KiB", "MiB", "GiB", "TiB"]
        return units.contains(word.prefix { !",.;)/".contains($0) })
    }

    /// A chart with its title over it.
    static func figure(_ chart: TimeChart, height: Double) -> MarkupElement {
        MarkupElement(
            "figure", [],
            [MarkupElement("figcaption", text: chart.title), SVGTimeChart(chart, width: 1032, height: height).element])
    }
}
