extension Page {
    /// Numbers for people. The same words and units as balloonctl's.
    static let formatting = #"""
        const byId = (id) => document.getElementById(id);
        const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
        const size = (bytes) => {
          if (!isNumber(bytes)) return "–";
          const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
          let value = Math.abs(bytes), unit = 0;
          while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit += 1; }
          const digits = value >= 100 || unit === 0 || Number.isInteger(value) ? 0 : 1;
          return (bytes < 0 ? "−" : "") + value.toFixed(digits) + " " + units[unit];
        };
        const percent = (ratio, digits = 1) => isNumber(ratio) ? (ratio * 100).toFixed(digits) + " %" : "–";
        const span = (seconds) => {
          if (!isNumber(seconds)) return "–";
          if (seconds < 0.001) return Math.round(seconds * 1e6) + " µs";
          if (seconds < 1) return Math.round(seconds * 1000) + " ms";
          if (seconds < 90) return Math.round(seconds) + " s";
          if (seconds < 5400) return Math.round(seconds / 60) + " min";
          if (seconds < 172800) return Math.round(seconds / 3600) + " h";
          return Math.round(seconds / 86400) + " days";
        };
        // The one way in for data: as text, and only when it has changed.
        const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };
        const tag = (name, className, text) => {
          const element = document.createElement(name);
          if (className) element.className = className;
          if (text !== undefined) element.textContent = text;
          return element;
        };
        const style = (element, property, value) => { if (element.style[property] !== value) element.style[property] = value; };
        const place = (part, whole) => (isNumber(part) && whole > 0 ? Math.min(Math.max(part / whole, 0), 1) * 100 : 0).toFixed(2) + "%";
        """#
}
