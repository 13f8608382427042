extension Page {
    /// What the page is before its script has drawn anything.
    static let markup = #"""
        <body>
        <header>
          <h1><svg viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2a10 10 0 0 0-10 10c0 6 6 11 10 11s10-5 10-11A10 10 0 0 0 16 2z"/><path class="string" d="M14 23h4l1 3h-6zM16 26v5"/></svg>balloond</h1>
          <span id="rung" class="pill" title="how far up the ladder the pool had to go">…</span>
          <span id="mode"></span>
          <span id="daemon" class="dim"></span>
        </header>
        <main>
        <div id="notices" role="status" aria-live="polite"></div>
        <section id="pool" aria-label="The pool">
          <div class="figure">
            <div class="big"><span id="usage">–</span><span class="unit">%</span></div>
            <div id="memory" class="dim">waiting for the daemon</div>
            <div id="gauge" role="img" aria-label="usage against the line"><i class="used"></i><i class="ahead"></i><i class="low"></i><i class="high"></i><i class="limit"></i></div>
            <div id="room"></div>
          </div>
          <figure>
            <svg id="chart" role="img" aria-label="usage over the last ten minutes"></svg>
            <figcaption id="readout" class="dim">usage, last ten minutes</figcaption>
          </figure>
        </section>
        <dl id="tiles"></dl>
        <section id="guests" aria-label="Guests">
          <div class="bar">
            <h2>Guests <span id="count" class="dim"></span></h2>
            <label class="grow"><span class="hidden">Filter by name, state or reason</span><input id="filter" type="search" placeholder="Filter: name, state, reason" autocomplete="off" spellcheck="false"></label>
            <label><span>Show</span><select id="show">
              <option value="all">all</option><option value="trouble">in trouble</option><option value="distress">in distress</option>
              <option value="pinned">pinned</option><option value="moved">moved in the last minute</option></select></label>
            <label><span>Sort</span><select id="sort">
              <option value="name">name</option><option value="trouble">trouble first</option><option value="actual">actual</option>
              <option value="need">working set</option><option value="idle">idle</option><option value="resident">resident</option>
              <option value="move">moved last</option></select></label>
            <label><span>Scale</span><select id="scale"><option value="each">each its maximum</option><option value="one">one for all</option></select></label>
          </div>
          <p id="legend" class="dim" aria-hidden="true">
            <span><i class="key need"></i>working set</span><span><i class="key actual"></i>actual</span>
            <span><i class="key target"></i>target</span><span><i class="key floor"></i>floor</span><span><i class="key ceiling"></i>ceiling</span>
          </p>
          <div id="table" role="table" aria-label="Guests">
            <div class="row head" role="row">
              <span role="columnheader">guest</span><span role="columnheader">memory</span>
              <span role="columnheader" class="number">actual</span><span role="columnheader" class="number">working set</span>
              <span role="columnheader" class="number">idle</span><span role="columnheader" class="number">resident</span>
              <span role="columnheader">last move</span>
            </div>
            <div id="rows" role="rowgroup"></div>
          </div>
          <p id="none" class="dim" hidden>No guest fits.</p>
        </section>
        </main>
        <noscript><p>This page needs its script. The same facts are at /api/status, /api/guests and /metrics.</p></noscript>
        <footer class="dim">For looking only: balloonctl changes things. <a href="/metrics">metrics</a> <a href="/api/status">status</a> <a href="/api/guests">guests</a></footer>
        </body>
        """#
}
