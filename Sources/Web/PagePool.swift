extension Page {
    /// Header, notices, the pool's figure and the tiles.
    static let poolScript = #"""
        const rungKind = { normal: "good", reclaim: "good", merge: "warn", squeeze: "warn", saturated: "bad" };
        const notice = (kind, title, text) => { const line = tag("p", kind); line.append(tag("b", "", title), text); return line; };
        const fill = (element, children) => {
          const key = children.map((child) => child.className + "|" + child.textContent).join("\n");
          if (element.dataset.key === key) return;
          element.dataset.key = key;
          element.replaceChildren(...children);
        };
        const drawHeader = (status) => {
          const rung = byId("rung");
          say(rung, status.rung);
          rung.className = "pill " + (rungKind[status.rung] || "");
          const modes = [];
          if (status.dry_run) modes.push(tag("span", "pill warn", "dry run"));
          if (status.paused) modes.push(tag("span", "pill warn", "paused"));
          fill(byId("mode"), modes);
          const shadow = status.shadow_policy ? ", " + status.shadow_policy + " in shadow" : "";
          say(byId("daemon"), "policy " + status.policy + shadow + " · cycle " + status.cycle.toLocaleString("en")
            + (isNumber(status.cycle_seconds) ? " in " + span(status.cycle_seconds) : "") + " · " + status.version + ", up " + span(status.started_seconds_ago));
        };
        const drawNotices = (status) => {
          const lines = (status.alarms || []).map((alarm) => notice("bad", alarm.code.replaceAll("-", " "), alarm.sentence));
          if (!status.pool) lines.unshift(notice("bad", "blind", "the pool cannot be read: nothing is decided, balloons stay as they are"));
          if (status.policy_reason) lines.push(notice("warn", "stand-in", "the built-in policy decides: " + status.policy_reason));
          fill(byId("notices"), lines);
        };
        const drawPool = (pool) => {
          const section = byId("pool");
          section.className = !pool ? "" : pool.usage > pool.limit ? "over" : pool.usage > pool.high_watermark ? "near" : "";
          if (!pool) { say(byId("usage"), "–"); return; }
          say(byId("usage"), (pool.usage * 100).toFixed(1));
          say(byId("memory"), size(pool.used_bytes) + " of " + size(pool.total_bytes) + (pool.kind === "host" ? ", the whole host" : ", a cgroup"));
          const gauge = byId("gauge"), mark = (name) => gauge.querySelector("." + name);
          style(mark("used"), "width", place(pool.used_bytes, pool.total_bytes));
          const ahead = isNumber(pool.predicted_bytes) ? pool.predicted_bytes : pool.used_bytes;
          style(mark("ahead"), "left", place(Math.min(ahead, pool.used_bytes), pool.total_bytes));
          style(mark("ahead"), "width", place(Math.abs(ahead - pool.used_bytes), pool.total_bytes));
          for (const [name, ratio] of [["low", pool.low_watermark], ["high", pool.high_watermark], ["limit", pool.limit]]) style(mark(name), "left", place(ratio, 1));
          gauge.setAttribute("aria-label", "usage " + percent(pool.usage) + ", line at " + percent(pool.limit) + ", forecast " + percent(ahead / pool.total_bytes));
          const room = pool.limit * pool.total_bytes - pool.used_bytes;
          say(byId("room"), room >= 0 ? size(room) + " to the line at " + percent(pool.limit, 0) : size(-room) + " over the line at " + percent(pool.limit, 0));
        };
        const tile = (name, value, note, kind) => {
          const box = tag("div", kind || ""), text = tag("dd", "", value);
          box.append(tag("dt", "", name), text);
          text.append(tag("small", "", note || ""));
          return box;
        };
        const drawTiles = (status, guests) => {
          const pool = status.pool, ksm = status.ksm, tiles = [];
          if (pool) {
            const over = pool.predicted_bytes > pool.limit * pool.total_bytes;
            const slope = pool.slope_bytes_per_second;
            tiles.push(tile("Forecast", percent(pool.predicted_bytes / pool.total_bytes), isNumber(slope) && Math.abs(slope) >= 1048576 ? (slope > 0 ? "+" : "") + size(slope) + " a second" : "steady", over ? "bad" : ""));
          }
          const words = Object.entries(status.guests || {}).filter(([state, count]) => count > 0 && state !== "fresh").map(([state, count]) => count + " " + state.replace("-", " "));
          const distressed = guests.filter((guest) => guest.distress).length;
          tiles.push(tile("Guests", String(guests.length), words.join(", ") || "all fresh"));
          tiles.push(tile("In distress", String(distressed), distressed ? "short of memory inside" : "nobody", distressed ? "bad" : ""));
          const idle = guests.reduce((sum, guest) => sum + (guest.idle_bytes || 0), 0);
          tiles.push(tile("Idle in guests", size(idle), "could be reclaimed"));
          if (ksm) tiles.push(tile("KSM saves", size(ksm.saved_bytes), (ksm.phase || (ksm.run === 1 ? "scanning" : "stopped")) + (ksm.hold ? ", held by an operator" : "")));
          if (pool && (isNumber(pool.pressure_some) || isNumber(pool.pressure_full))) tiles.push(tile("Pressure", percent(pool.pressure_some), "all tasks " + percent(pool.pressure_full), pool.pressure_full > 0.05 ? "bad" : pool.pressure_some > 0.1 ? "warn" : ""));
          if (pool && isNumber(pool.swap_used_bytes)) tiles.push(tile("Swap used", size(pool.swap_used_bytes), pool.swap_used_bytes > 0 ? "by the pool" : "none"));
          const moved = status.counters || {};
          tiles.push(tile("Moved", size((moved.reclaimed_bytes || 0) + (moved.granted_bytes || 0)), (moved.commands_sent || 0).toLocaleString("en") + " commands"));
          fill(byId("tiles"), tiles);
        };
        """#
}
