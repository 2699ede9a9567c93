// Tables in boxes that scroll by themselves, bars, and the tabs within a view.
import { css } from 'lit';

export default css`
  .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: var(--radius-small); background: var(--card); }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  caption { text-align: start; padding: 10px 12px; font-weight: 650; }
  th, td { text-align: start; padding: 9px 12px; vertical-align: top; border-top: 1px solid var(--line); }
  thead th { border-top: 0; color: var(--ink-soft); font-weight: 600; font-size: .875rem; white-space: nowrap; background: var(--well); vertical-align: bottom; }
  tbody th { font-weight: 600; min-width: 6.5em; }
  td.n, th.n { text-align: end; white-space: nowrap; }
  tbody tr:hover > * { background: color-mix(in srgb, var(--well) 60%, transparent); }
  th button { font: inherit; font-weight: 600; color: inherit; border: 0; background: transparent; padding: 4px; min-height: 32px; margin: -4px; }
  th button:hover { background: var(--card); }
  .tabs { display: flex; gap: 4px; overflow: auto hidden; border-bottom: 1px solid var(--line-strong); padding: 3px 3px 0; }
  .tabs a {
    padding: 9px 14px; min-height: var(--touch); white-space: nowrap; text-decoration: none; color: var(--ink-soft); font-weight: 600;
    border-bottom: 3px solid transparent; margin-bottom: -1px;
  }
  .tabs a[aria-current] { color: var(--accent); border-bottom-color: var(--accent); }
  .tabs a:focus-visible { outline-offset: -3px; }
  .bar { display: block; width: 100%; height: 10px; border-radius: 5px; background: var(--well); }
  .bar rect { fill: var(--accent); }
  .bar rect.good { fill: var(--good); }
  .bar rect.warn { fill: var(--warn); }
  .bar rect.bad { fill: var(--bad); }
  .top { display: flex; flex-wrap: wrap; gap: 12px; justify-content: space-between; align-items: end; }
  .selects { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.4rem), 1fr)); gap: 10px; align-items: end; }
  .selects label { font-size: .875rem; font-weight: 400; color: var(--ink-soft); }
  .selects input, .selects select { padding-inline: 8px; }
  .month { display: flex; align-items: center; gap: 4px; }
  .month strong { min-width: 8.2em; text-align: center; }
  .month button { min-width: var(--touch); padding: 8px; font-size: 1.2rem; }
  @media print { .noprint { display: none !important; } .card { box-shadow: none; } tr, svg { break-inside: avoid; } h2 { break-after: avoid; } }
`;
