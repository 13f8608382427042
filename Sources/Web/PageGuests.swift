extension Page {
    /// A row a guest, kept from one second to the next: a thousand rows are touched only where something has changed.
    static let guestScript = #"""
        const stateKind = { fresh: "good", connecting: "", stale: "warn", unmanaged: "", "socket-busy": "warn", silent: "bad", gone: "bad" };
        const rows = new Map();
        const trouble = (guest) => (guest.distress ? 4 : 0) + (guest.state === "silent" || guest.state === "gone" ? 3 : guest.state === "fresh" ? 0 : 1) + (guest.cannot_give ? 1 : 0);
        const shows = {
          all: () => true, trouble: (guest) => trouble(guest) > 0, distress: (guest) => guest.distress, pinned: (guest) => Boolean(guest.pin),
          moved: (guest) => isNumber(guest.last_move_seconds_ago) && guest.last_move_seconds_ago <= 60 };
        const falling = (key) => (a, b) => (isNumber(b[key]) ? b[key] : -1) - (isNumber(a[key]) ? a[key] : -1);
        const sorts = {
          name: () => 0, trouble: (a, b) => trouble(b) - trouble(a), actual: falling("actual_bytes"), need: falling("working_set_bytes"), idle: falling("idle_bytes"),
          resident: falling("resident_bytes"), move: (a, b) => (isNumber(a.last_move_seconds_ago) ? a.last_move_seconds_ago : Infinity) - (isNumber(b.last_move_seconds_ago) ? b.last_move_seconds_ago : Infinity) || 0 };
        const collator = new Intl.Collator("en", { numeric: true }), byName = (a, b) => collator.compare(a.name, b.name);
        const cell = (row, className) => { const element = tag("div", className); element.setAttribute("role", "cell"); row.append(element); return element; };
        const figure = (row, name) => { const box = cell(row, "number"), value = tag("span"); box.append(tag("i", "", name), value); return value; };
        const makeRow = () => {
          const row = tag("div", "row"), parts = { row };
          row.setAttribute("role", "row");
          const name = cell(row, "name");
          parts.dot = tag("span", "dot"); parts.name = tag("b"); parts.state = tag("em"); parts.badges = tag("span");
          name.append(parts.dot, parts.name, parts.state, parts.badges);
          const scale = cell(row, "scale");
          parts.scale = tag("div"); parts.scale.setAttribute("role", "img");
          for (const mark of ["max", "ceiling", "actual", "need", "floor", "target"]) { parts[mark] = tag("i", mark); parts.scale.append(parts[mark]); }
          scale.append(parts.scale);
          parts.actualText = figure(row, "actual"); parts.needText = figure(row, "working set"); parts.idleText = figure(row, "idle"); parts.residentText = figure(row, "resident");
          const reason = cell(row, "reason");
          parts.time = tag("time"); parts.reason = tag("span");
          reason.append(parts.time, parts.reason);
          return parts;
        };
        const badgesOf = (guest) => {
          const badges = [];
          if (guest.distress) badges.push(tag("span", "pill bad", "distress"));
          if (guest.pin) badges.push(tag("span", "pill warn", "pin " + size(guest.pin.target_bytes) + (isNumber(guest.pin.remaining_seconds) ? ", " + span(guest.pin.remaining_seconds) : "")));
          if (guest.paused) badges.push(tag("span", "pill warn", "paused"));
          if (guest.cannot_give) badges.push(tag("span", "pill", "cannot give"));
          return badges;
        };
        const drawRow = (parts, guest, common) => {
          const kind = "row" + (guest.distress ? " distressed" : "") + (guest.pin ? " pinned" : "");
          if (parts.row.className !== kind) parts.row.className = kind;
          const dot = "dot " + (guest.distress ? "bad" : stateKind[guest.state] || "");
          if (parts.dot.className !== dot) parts.dot.className = dot;
          say(parts.name, guest.name);
          say(parts.state, guest.state === "fresh" ? "" : guest.state.replace("-", " "));
          fill(parts.badges, badgesOf(guest));
          const whole = common || guest.maximum_bytes || guest.actual_bytes || 0;
          const mark = (element, property, bytes) => { element.hidden = !isNumber(bytes); if (isNumber(bytes)) style(element, property, place(bytes, whole)); };
          mark(parts.max, "width", guest.maximum_bytes); mark(parts.ceiling, "width", isNumber(guest.ceiling_bytes) ? Math.min(guest.ceiling_bytes, guest.maximum_bytes || Infinity) : guest.maximum_bytes); mark(parts.actual, "width", guest.actual_bytes);
          mark(parts.need, "width", guest.working_set_bytes); mark(parts.floor, "left", guest.floor_bytes); mark(parts.target, "left", guest.target_bytes);
          const label = "actual " + size(guest.actual_bytes) + " of " + size(guest.maximum_bytes) + ", working set " + size(guest.working_set_bytes) + ", target " + size(guest.target_bytes) + ", floor " + size(guest.floor_bytes) + ", ceiling " + size(guest.ceiling_bytes);
          if (parts.label !== label) { parts.label = label; parts.scale.setAttribute("aria-label", label); parts.scale.title = label; }
          say(parts.actualText, size(guest.actual_bytes)); say(parts.needText, size(guest.working_set_bytes)); say(parts.idleText, size(guest.idle_bytes)); say(parts.residentText, size(guest.resident_bytes));
          const moved = isNumber(guest.last_move_seconds_ago);
          say(parts.time, moved ? (guest.last_action || "move") + " " + span(Math.max(1, guest.last_move_seconds_ago)) + " ago" : "");
          const why = (guest.state !== "fresh" && guest.state_reason) || guest.last_reason || guest.state_reason || "";
          say(parts.reason, why);
          if (parts.row.title !== why) parts.row.title = why;
        };
        const drawGuests = (guests) => {
          const words = byId("filter").value.trim().toLowerCase().split(/\s+/).filter(Boolean), show = shows[byId("show").value] || shows.all, sort = sorts[byId("sort").value] || sorts.name;
          const fits = (guest) => { const text = [guest.name, guest.state, guest.state_reason, guest.last_reason].join(" ").toLowerCase(); return words.every((word) => text.includes(word)); };
          const chosen = guests.filter((guest) => show(guest) && fits(guest)).sort((a, b) => sort(a, b) || byName(a, b));
          const common = byId("scale").value === "one" ? Math.max(0, ...guests.map((guest) => guest.maximum_bytes || 0)) : 0;
          const body = byId("rows"), wanted = new Set();
          let next = body.firstChild;
          for (const guest of chosen) {
            if (wanted.has(guest.name)) continue;
            wanted.add(guest.name);
            let parts = rows.get(guest.name);
            if (!parts) { parts = makeRow(); rows.set(guest.name, parts); }
            drawRow(parts, guest, common);
            if (next === parts.row) next = next.nextSibling; else body.insertBefore(parts.row, next);
          }
          for (const [name, parts] of rows) if (!wanted.has(name)) { parts.row.remove(); rows.delete(name); }
          say(byId("count"), chosen.length === guests.length ? String(guests.length) : chosen.length + " of " + guests.length);
          byId("none").hidden = chosen.length > 0;
        };
        """#
}
