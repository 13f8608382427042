extension Page {
    /// The pool's last ten minutes against the line, drawn as SVG.
    static let chartScript = #"""
        const course = [], courseSeconds = 600;
        let clockSkew = 0;
        const draw = (name, attributes, text) => {
          const element = document.createElementNS("http://www.w3.org/2000/svg", name);
          for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
          if (text !== undefined) element.textContent = text;
          return element;
        };
        const trim = () => { const oldest = course.length ? course[course.length - 1].time - courseSeconds : 0; while (course.length && course[0].time < oldest) course.shift(); };
        const takeRecent = (reply) => {
          course.length = 0;
          for (const point of reply.pool) course.push({ time: point.time_unix_seconds, usage: point.used_peak_bytes / point.total_bytes, ahead: point.predicted_peak_bytes / point.total_bytes });
          // The server's clock counts: through a tunnel this one may differ.
          if (course.length) clockSkew = course[course.length - 1].time - Date.now() / 1000;
          trim();
        };
        const takePoint = (pool) => {
          if (!pool) return;
          const time = Date.now() / 1000 + clockSkew, last = course[course.length - 1];
          const point = { time, usage: pool.usage, ahead: pool.predicted_bytes / pool.total_bytes };
          if (last && time - last.time < 0.5) course[course.length - 1] = point; else course.push(point);
          trim();
        };
        const drawChart = (pool) => {
          const chart = byId("chart"), width = Math.max(chart.clientWidth, 200), height = Math.max(chart.clientHeight, 120);
          if (!pool || !course.length) { chart.replaceChildren(); return; }
          const left = 40, right = width - 12, top = 8, bottom = height - 20, now = course[course.length - 1].time;
          const values = course.flatMap((point) => isNumber(point.ahead) ? [point.usage, point.ahead] : [point.usage]);
          const lowest = Math.min(...values, pool.low_watermark) - 0.03, highest = Math.max(...values, pool.limit) + 0.04;
          const from = Math.max(0, Math.floor(lowest * 20) / 20), to = Math.min(1, Math.max(Math.ceil(highest * 20) / 20, from + 0.1));
          const x = (time) => left + (right - left) * (1 - (now - time) / courseSeconds), y = (usage) => bottom - (bottom - top) * (Math.min(Math.max(usage, from), to) - from) / (to - from);
          const at = (value) => value.toFixed(1);
          // Each stretch without a gap is closed down to the axis.
          const shade = (use) => use.split("M").filter(Boolean).map((stretch) => {
            const points = stretch.split("L"), begin = points[0].split(" ")[0], end = points[points.length - 1].split(" ")[0];
            return "M" + begin + " " + bottom + "L" + points.join("L") + "L" + end + " " + bottom + "Z";
          }).join("");
          const path = (key) => course.filter((point) => isNumber(point[key])).map((point, index, all) =>
            // A gap in the record is a gap in the line.
            (index === 0 || point.time - all[index - 1].time > 5 ? "M" : "L") + at(x(point.time)) + " " + at(y(point[key]))).join("");
          const parts = [], line = y(pool.limit), use = path("usage");
          const step = to - from > 0.5 ? 0.2 : to - from > 0.25 ? 0.1 : 0.05;
          for (let value = Math.ceil(from / step - 1e-9) * step; value <= to + 1e-9; value += step) {
            parts.push(draw("line", { class: "grid", x1: left, x2: right, y1: at(y(value)), y2: at(y(value)) }));
            parts.push(draw("text", { x: left - 6, y: at(y(value) + 4), "text-anchor": "end" }, Math.round(value * 100) + " %"));
          }
          for (const minutes of width < 480 ? [10, 5, 0] : [10, 8, 6, 4, 2, 0]) parts.push(draw("text", { x: at(x(now - minutes * 60)), y: height - 4, "text-anchor": minutes === 0 ? "end" : minutes === 10 ? "start" : "middle" }, minutes ? "−" + minutes + " min" : "now"));
          parts.push(draw("rect", { class: "band", x: left, width: right - left, y: at(y(pool.high_watermark)), height: at(Math.max(y(pool.low_watermark) - y(pool.high_watermark), 0)) }));
          const clip = draw("clipPath", { id: "above" });
          clip.append(draw("rect", { x: 0, y: 0, width, height: at(Math.max(line, 0)) }));
          const first = course[0], last = course[course.length - 1];
          parts.push(clip, draw("path", { class: "area", d: shade(use) }));
          parts.push(draw("path", { class: "ahead", d: path("ahead") }), draw("path", { class: "use", d: use }), draw("path", { class: "use over", d: use, "clip-path": "url(#above)" }));
          parts.push(draw("line", { class: "limit", x1: left, x2: right, y1: at(line), y2: at(line) }), draw("text", { class: "limitname", x: left + 6, y: at(line - 5) }, "line " + percent(pool.limit, 0)));
          if (isNumber(last.ahead)) parts.push(draw("circle", { class: "then", cx: at(x(last.time)), cy: at(y(last.ahead)), r: 4.5 }));
          parts.push(draw("circle", { class: "now", cx: at(x(last.time)), cy: at(y(last.usage)), r: 3.2 }));
          const peak = Math.max(...course.map((point) => point.usage));
          let words = "usage, last " + span(Math.min(now - first.time, courseSeconds)) + ": highest " + percent(peak) + "; dashed: the forecast; shaded: between the watermarks";
          if (isNumber(drawChart.pointer) && drawChart.pointer >= left && drawChart.pointer <= right) {
            const time = now - courseSeconds * (1 - (drawChart.pointer - left) / (right - left));
            const near = course.reduce((best, point) => Math.abs(point.time - time) < Math.abs(best.time - time) ? point : best);
            parts.push(draw("line", { class: "cross", x1: at(x(near.time)), x2: at(x(near.time)), y1: top, y2: bottom }));
            words = new Date(near.time * 1000).toLocaleTimeString() + ": usage " + percent(near.usage) + ", forecast " + percent(near.ahead);
          }
          chart.replaceChildren(...parts);
          chart.setAttribute("aria-label", "usage over the last ten minutes: now " + percent(last.usage) + ", highest " + percent(peak) + ", line at " + percent(pool.limit));
          say(byId("readout"), words);
        };
        """#
}
