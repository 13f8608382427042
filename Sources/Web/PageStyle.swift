extension Page {
    static let style = #"""
        :root { color-scheme: light dark; --page: #f3f5f8; --card: #fff; --line: #dfe4ea; --text: #18202b; --dim: #5a6675;
          --need: #2256b8; --actual: #8fb5f5; --track: #e8ecf1; --beyond: #d4dae2; --target: #18202b; --floor: #8a5a00; --limit: #c62f3b;
          --good: #157347; --warn: #965900; --bad: #b3202c; --band: #3b76e118; --use: #3b76e1; --ahead: #8a5cd6; }
        @media (prefers-color-scheme: dark) { :root { --page: #0d1218; --card: #151c25; --line: #263140; --text: #e6ebf2; --dim: #97a5b6;
          --need: #5f97f7; --actual: #2f4f83; --track: #202a36; --beyond: #111820; --target: #f2f5f9; --floor: #e2a93b; --limit: #ff6b74;
          --good: #56cc8a; --warn: #f0b44c; --bad: #ff7b83; --band: #5f97f71c; --use: #5f97f7; --ahead: #b79af0; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
          font-variant-numeric: tabular-nums; }
        header, main, footer { max-width: 1480px; margin: 0 auto; padding: 0 20px; }
        header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding-top: 14px; padding-bottom: 12px; }
        h1 { display: flex; align-items: center; gap: 7px; margin: 0; font-size: 18px; letter-spacing: -.01em; }
        h1 svg { width: 20px; height: 20px; fill: var(--use); } h1 .string { fill: none; stroke: var(--use); stroke-width: 1.6; }
        h2 { margin: 0; font-size: 15px; white-space: nowrap; } h2 span { font-weight: 400; }
        .dim { color: var(--dim); } .number { text-align: right; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        #daemon { margin-left: auto; font-size: 13px; }
        .pill { padding: 1px 10px; border-radius: 99px; border: 1px solid currentColor; font-weight: 600; font-size: 12.5px; color: var(--dim); }
        .pill.good { color: var(--good); } .pill.warn { color: var(--warn); } .pill.bad { color: var(--bad); }
        #mode .pill { margin-right: 6px; }
        #notices p { margin: 0 0 10px; padding: 8px 14px; border-radius: 9px; background: var(--card); border: 1px solid var(--line);
          border-left: 4px solid var(--warn); } #notices p.bad { border-left-color: var(--bad); }
        #notices b { margin-right: 8px; } .bad b { color: var(--bad); } .warn b { color: var(--warn); }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; }
        #pool { display: grid; grid-template-columns: minmax(210px, 270px) 1fr; gap: 12px 30px; }
        .big { font-size: 54px; font-weight: 650; line-height: 1; letter-spacing: -.03em; } .unit { font-size: 24px; margin-left: 3px; color: var(--dim); }
        .over .big { color: var(--bad); } .near .big { color: var(--warn); }
        #memory { margin: 6px 0 16px; }
        #gauge { position: relative; height: 14px; border-radius: 4px; background: var(--track); }
        #gauge i { position: absolute; top: 0; bottom: 0; } #gauge .used { left: 0; background: var(--use); border-radius: 4px 0 0 4px; }
        .over #gauge .used { background: var(--limit); } .over #gauge .limit { background: var(--text); } #gauge .ahead { border-bottom: 3px solid var(--ahead); }
        #gauge .low, #gauge .high { width: 1px; background: var(--dim); opacity: .75; } #gauge .limit { width: 3px; margin-left: -1.5px; top: -4px; bottom: -4px; background: var(--limit); border-radius: 2px; }
        #room { margin-top: 12px; }
        figure { margin: 0; min-width: 0; } #chart { display: block; width: 100%; height: 190px; touch-action: pan-y; }
        figcaption { font-size: 12.5px; min-height: 1.4em; margin-top: 2px; }
        #chart text { fill: var(--dim); font-size: 11px; } #chart .grid { stroke: var(--line); } #chart .limit { stroke: var(--limit); stroke-width: 1.5; }
        #chart .limitname { fill: var(--limit); font-weight: 600; } #chart .band { fill: var(--band); }
        #chart .area { fill: var(--use); opacity: .13; } #chart .use { fill: none; stroke: var(--use); stroke-width: 1.8; stroke-linejoin: round; }
        #chart .use.over { stroke: var(--limit); stroke-width: 2.4; } #chart .ahead { fill: none; stroke: var(--ahead); stroke-width: 1.2; stroke-dasharray: 3 3; }
        #chart .now { fill: var(--use); } #chart .then { fill: none; stroke: var(--ahead); stroke-width: 1.6; } #chart .cross { stroke: var(--dim); stroke-dasharray: 2 2; }
        #tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(138px, 1fr)); gap: 10px; margin: 12px 0; }
        #tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 8px 14px; }
        #tiles dt { color: var(--dim); font-size: 12px; } #tiles dd { margin: 0; font-size: 17px; font-weight: 600; white-space: nowrap; }
        #tiles dd small { display: block; font-size: 12px; font-weight: 400; color: var(--dim); white-space: normal; min-height: 1.45em; }
        #tiles .bad dd { color: var(--bad); } #tiles .warn dd { color: var(--warn); }
        .bar { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; } .grow { flex: 1 1 190px; }
        label span { color: var(--dim); margin-right: 5px; font-size: 13px; }
        input, select { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 7px; padding: 5px 8px; } input { width: 100%; }
        :focus-visible { outline: 2px solid var(--use); outline-offset: 1px; }
        #legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 12px 0 4px; font-size: 12px; } .key { display: inline-block; width: 14px; height: 10px; margin-right: 5px; border-radius: 2px; }
        .key.need { background: var(--need); } .key.actual { background: var(--actual); } .key.target { width: 0; height: 0; border: 5px solid transparent; border-top: 8px solid var(--target); border-bottom: 0; border-radius: 0; }
        .key.floor { width: 3px; background: var(--floor); } .key.ceiling { background: linear-gradient(90deg, var(--track) 70%, var(--beyond) 70%); border: 1px solid var(--line); }
        .row { display: grid; grid-template-columns: minmax(130px, 1.1fr) minmax(180px, 2.4fr) repeat(4, 78px) minmax(190px, 2.4fr); gap: 4px 16px; align-items: center;
          padding: 6px 0; border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 46px; }
        .head { border: 0; color: var(--dim); font-size: 12px; padding: 4px 0; content-visibility: visible; }
        .name { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 7px; min-width: 0; } .name b { overflow-wrap: anywhere; font-weight: 600; }
        .name em { font-style: normal; font-size: 11.5px; color: var(--dim); } .name .pill { font-size: 10.5px; padding: 0 7px; }
        .dot { width: 9px; height: 9px; border-radius: 50%; background: var(--dim); flex: none; } .dot.good { background: var(--good); } .dot.warn { background: var(--warn); } .dot.bad { background: var(--bad); }
        .scale { position: relative; height: 26px; } .scale i { position: absolute; top: 9px; height: 11px; }
        .scale .max { left: 0; background: var(--beyond); border-radius: 3px; box-shadow: inset 0 0 0 1px var(--line); } .scale .ceiling { left: 0; background: var(--track); border-radius: 3px; } .scale .actual { left: 0; background: var(--actual); border-radius: 3px; }
        .scale .need { left: 0; background: var(--need); border-radius: 3px; top: 11px; height: 7px; } .distressed .scale .need { background: var(--bad); }
        .scale .floor { width: 2px; top: 6px; height: 17px; background: var(--floor); }
        .scale .target { top: 1px; width: 0; height: 0; margin-left: -5px; border: 5px solid transparent; border-top: 8px solid var(--target); border-bottom: 0; }
        .pinned .scale .target { border-top-color: var(--warn); }
        .reason { font-size: 12.5px; line-height: 1.35; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; } .reason time { color: var(--dim); margin-right: 6px; }
        .number i { display: none; }
        footer { padding: 14px 20px 28px; font-size: 12.5px; } footer a { color: inherit; margin-left: 10px; } .lost main { opacity: .45; } .lost #notices { opacity: 1; }
        @media (max-width: 1080px) { .row { grid-template-columns: minmax(120px, 1fr) minmax(150px, 2fr) repeat(2, 78px) minmax(150px, 1.6fr); } .row > :nth-child(5), .row > :nth-child(6) { display: none; } }
        @media (max-width: 720px) {
          header, main, footer { padding-left: 12px; padding-right: 12px; } #daemon { margin-left: 0; width: 100%; } section { padding: 14px; }
          #pool { grid-template-columns: 1fr; } #tiles { grid-template-columns: 1fr 1fr; gap: 8px; } #tiles div { padding: 6px 12px; } #chart { height: 160px; }
          .bar h2 { width: 100%; } .grow { flex-basis: 100%; } .bar label:not(.grow) { flex: 1 1 40%; display: flex; align-items: center; } .bar select { flex: 1; min-width: 0; }
          .head { display: none; } .row { grid-template-columns: repeat(4, 1fr); gap: 2px 8px; padding: 10px 0; contain-intrinsic-size: auto 118px; }
          .row > .name, .row > .scale, .row > .reason { grid-column: 1 / -1; } .row > .number { display: block; text-align: left; font-size: 13px; }
          .number i { display: block; font-style: normal; font-size: 11px; color: var(--dim); }
        }
        @media (prefers-reduced-motion: no-preference) { #gauge i, .scale i { transition: left .3s, width .3s; } }
        """#
}
