import BalloonKit
import Charts
import Controller

/// How far up the ladder the pool was, as a strip of colours.
struct RungStrip {
    let course: Course
    let frame: PlotFrame

    var elements: [MarkupElement] {
        var elements: [MarkupElement] = [
            .text("rung", x: 20, y: frame.y + 11, "name"), .rectangle("rung-normal", frame),
        ]
        for span in spans where span.rung != .normal {
            let (start, end) = (frame.x(at: span.start), frame.x(at: span.end))
            let part = PlotFrame(x: start, y: frame.y, width: Swift.max(end - start, 0.8), height: frame.height)
            elements.append(.rectangle("rung-\(span.rung.rawValue)", part))
        }
        return elements
    }

    /// Stretches on one rung. What is narrower than a pixel goes with the highest rung in it.
    private var spans: [(start: Double, end: Double, rung: Rung)] {
        let pixel = course.duration / frame.width
        var spans: [(start: Double, end: Double, rung: Rung)] = []
        for moment in course.pool {
            guard let rung = moment.rung else { continue }
            if let last = spans.last {
                spans[spans.count - 1].end = moment.time
                if last.rung == rung { continue }
                if moment.time - last.start < pixel {
                    spans[spans.count - 1].rung = Swift.max(last.rung, rung)
                    continue
                }
            }
            spans.append((moment.time, course.duration, rung))
        }
        if !spans.isEmpty { spans[spans.count - 1].end = course.duration }
        return spans
    }
}

/// What KSM saves.
struct SavedPanel {
    let course: Course
    let frame: PlotFrame

    var elements: [MarkupElement] {
        let most = course.mostSaved
        let curves = PlotCurves(frame: frame)
        let points = course.pool.filter { $0.rung != nil }
            .map { PlotPoint(time: $0.time, value: $0.saved.fraction(of: most) * 0.92) }
        return [
            .rectangle("panel", frame), .path("saved", curves.area(points)), .path("saved-line", curves.line(points)),
            .text("KSM saves", x: 20, y: frame.y + 14, "name"),
            .text("up to \(most)", x: 20, y: frame.y + 30, "small"),
        ]
    }
}
