// All units with their standings and parts, a row for each domain of each; sorted by any column.
import { css, html, nothing, svg } from 'lit';
import { Part } from '../kit/element.js';
import { unitName } from '../campus/names.js';
import data from '../kit/styles/data.js';

const PARTS = ['inspections', 'on_time', 'not_reopened', 'satisfaction', 'checks_done'];

/** What a column is sorted by; null: nothing to judge, last in either order. */
const KEYS = {
  unit: (row) => row.unit_name,
  domain: (row) => row.name,
  percent: (row) => row.percent,
  count: (row) => row.inspections,
  ...Object.fromEntries(PARTS.map((name) => [name, (row) => row.parts[name]])),
};

function rowsOf(standings, nameOf) {
  return standings.flatMap((u) => (u.domains ?? []).map((d) => ({
    unit: u.unit, unit_name: nameOf(u), name: d.name, name_en: d.name_en,
    percent: d.applies ? d.percent ?? 0 : null, inspections: d.inspections ?? 0,
    parts: Object.fromEntries((d.parts ?? []).map((p) => [p.name, p.applies ? p.percent ?? 0 : null])),
  })));
}

export class StandingTable extends Part {
  static properties = {
    standings: { attribute: false }, names: { attribute: false }, link: { attribute: false }, // names: the register's units; link: a unit's address
    by: { state: true }, down: { state: true },
  };
  static styles = [Part.styles, data, css`
    td .bar { height: 6px; min-width: 4.5rem; margin-top: 4px; }
    tbody th { position: sticky; inset-inline-start: 0; background: var(--card); min-width: 8em; }
    td.soft { white-space: nowrap; }
    .domain { display: none; font-weight: 400; }
    @media (max-width: 699px) { .domain { display: block; } tr > :nth-child(2) { display: none; } }
  `];

  constructor() {
    super();
    this.by = 'percent';
    this.down = true;
  }

  #sort(by) {
    this.down = this.by === by ? !this.down : by !== 'unit' && by !== 'domain';
    this.by = by;
  }

  #head(t, by, label, n) {
    const sort = this.by === by ? (this.down ? 'descending' : 'ascending') : 'none';
    const mark = { descending: '▼', ascending: '▲', none: '' }[sort];
    return html`<th scope="col" class=${n ? 'n' : ''} aria-sort=${sort}><button type="button" data-by=${by} title=${t.standing.sort(label)} @click=${() => this.#sort(by)}>${label}
      ${mark ? html`<span aria-hidden="true">${mark}</span>` : nothing}</button></th>`;
  }

  #sorted() {
    const key = KEYS[this.by];
    const order = this.down ? -1 : 1;
    return rowsOf(this.standings, (u) => unitName(this.language, this.names, u.unit, u.unit_name || u.unit)).sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === null || x === undefined || y === null || y === undefined) return Number(x === null || x === undefined) - Number(y === null || y === undefined);
      return order * (typeof x === 'string' ? x.localeCompare(y, 'zh-CN') : x - y);
    });
  }

  #percent(t, value) {
    return value === null || value === undefined ? html`<span class="soft small">${t.standing.noData}</span>` : `${value}%`;
  }

  #row(t, row) {
    const look = row.percent === null ? '' : row.percent < 60 ? 'bad' : row.percent < 75 ? 'warn' : 'good';
    return html`<tr><th scope="row"><a href=${this.link(row.unit)} data-unit=${row.unit}>${row.unit_name}</a><span class="domain small soft">${this.pick(row)}</span></th><td class="soft">${this.pick(row)}</td>
      <td class="n"><strong>${this.#percent(t, row.percent)}</strong>${row.percent === null ? nothing : html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<rect class=${look} height="10" width=${row.percent}></rect>`}</svg>`}</td>
      ${PARTS.map((p) => html`<td class="n">${this.#percent(t, row.parts[p])}</td>`)}<td class="n">${row.inspections}</td></tr>`;
  }

  render() {
    const t = this.t;
    const rows = this.#sorted();
    if (!rows.length) return html`<p class="card soft">${t.standing.none}</p>`;
    return html`<div class="stack tight"><div class="scroll" role="region" tabindex="0" aria-label=${t.standing.list}><table>
      <thead><tr>${this.#head(t, 'unit', t.standing.unit)}${this.#head(t, 'domain', t.standing.domain)}${this.#head(t, 'percent', t.standing.percent, true)}
        ${PARTS.map((p) => this.#head(t, p, t.rulebook.part[p], true))}${this.#head(t, 'count', t.standing.inspections, true)}</tr></thead>
      <tbody>${rows.map((row) => this.#row(t, row))}</tbody></table></div>
      <p class="small soft">${t.standing.rule}</p></div>`;
  }
}
customElements.define('sv-standing-table', StandingTable);
