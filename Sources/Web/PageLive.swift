extension Page {
    /// Asks once a second while somebody looks, every other second for many guests, and says when nobody answers.
    static let liveScript = #"""
        const latest = { status: null, guests: [], heard: 0 };
        const ask = async (path) => {
          const reply = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(5000) });
          if (!reply.ok) throw new Error((await reply.text()).trim() || "answer " + reply.status);
          return reply.json();
        };
        const drawAll = () => {
          const status = latest.status;
          if (!status) return;
          drawHeader(status); drawNotices(status); drawPool(status.pool); drawTiles(status, latest.guests); drawChart(status.pool); drawGuests(latest.guests);
          document.title = (status.pool ? percent(status.pool.usage) + " · " : "") + (status.rung === "normal" ? "" : status.rung + " · ") + "balloond";
        };
        const lose = (error) => {
          document.body.classList.add("lost");
          const since = latest.heard ? " for " + span((Date.now() - latest.heard) / 1000) : "";
          fill(byId("notices"), [notice("bad", "no answer", "balloond has not answered" + since + ": " + (error.name === "TimeoutError" ? "too slow" : error.message))]);
        };
        const look = async () => {
          try {
            if (!latest.heard || Date.now() - latest.heard > 5000) takeRecent(await ask("/api/recent"));
            const [status, guests] = await Promise.all([ask("/api/status"), ask("/api/guests")]);
            Object.assign(latest, { status, guests: guests.guests, heard: Date.now() });
            document.body.classList.remove("lost");
            takePoint(status.pool);
            drawAll();
          } catch (error) { lose(error); }
          schedule();
        };
        let timer = 0;
        const schedule = () => { clearTimeout(timer); if (!document.hidden) timer = setTimeout(look, latest.guests.length > 300 ? 2000 : 1000); };
        document.addEventListener("visibilitychange", () => { clearTimeout(timer); if (!document.hidden) look(); });
        for (const id of ["filter", "show", "sort", "scale"]) byId(id).addEventListener("input", () => drawGuests(latest.guests));
        byId("chart").addEventListener("pointermove", (event) => { drawChart.pointer = event.offsetX; if (latest.status) drawChart(latest.status.pool); });
        byId("chart").addEventListener("pointerleave", () => { drawChart.pointer = undefined; if (latest.status) drawChart(latest.status.pool); });
        new ResizeObserver(() => { if (latest.status) drawChart(latest.status.pool); }).observe(byId("chart"));
        look();
        """#
}
