// Coverage of a month: due and done by unit and domain, and what is past its time or was missed.
import { css, html, nothing, svg } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { firstDay, lastDay } from '../kit/days.js';
import { Part } from '../kit/element.js';
import { Loader } from '../kit/loader.js';
import { domainName, unitName } from '../campus/names.js';
import { occurrencesOf, phaseOf } from './occurrences.js';
import data from '../kit/styles/data.js';
import './occurrence.js';

const GOOD = 90; // percent; what is less is shown as a warning, under WEAK as bad
const WEAK = 70;
const FIRST = 8; // of a list, before all of it is asked for
const COUNTS = ['due', 'done', 'late', 'missed', 'excused'];

/** Whole percent of those due, never rounded up to all of them. */
function share(row) {
  const due = row.due ?? 0;
  if (!due) return null;
  return Math.floor((((row.done ?? 0) + (row.late ?? 0)) / due) * 100);
}

const newestFirst = (a, b) => b.from.localeCompare(a.from) || a.id.localeCompare(b.id);

/** Of all units: the server answers by pages, and adds up each. */
async function coverageOf(client, query) {
  const whole = { ...await client.get('coverage', { query }) };
  const total = { ...whole.total };
  for (let cursor = whole.next_cursor; cursor;) {
    const page = await client.get('coverage', { query: { ...query, cursor } });
    whole.rows = [...(whole.rows ?? []), ...(page.rows ?? [])];
    for (const name of COUNTS) total[name] = (total[name] ?? 0) + (page.total?.[name] ?? 0);
    cursor = page.next_cursor;
  }
  return { ...whole, total };
}

export class Coverage extends Part {
  static properties = {
    period: {}, query: { attribute: false }, me: { attribute: false }, // query: domain, unit
    domains: { attribute: false }, units: { attribute: false }, places: { attribute: false },
    whole: { state: true }, // the lists that are shown whole
  };
  static styles = [Part.styles, data, css`
    td .bar { height: 6px; min-width: 5rem; margin-top: 4px; }
    tfoot th, tfoot td { background: var(--well); font-weight: 650; border-top: 2px solid var(--line-strong); }
    .lists { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); align-items: start; }
    @media (min-width: 900px) { .lists { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
    .list > li { border-top: 1px solid var(--line); padding: 14px 0; }
    .list > li:first-child { border-top: 0; }
  `];

  #coverage = new Loader(this);
  #open = new Loader(this);

  updated(changed) {
    if (['client', 'period', 'query'].some((name) => changed.has(name)) && this.client) this.load();
  }

  load() {
    const { domain, unit } = this.query;
    this.#coverage.ask(() => coverageOf(this.client, { period: this.period, unit }));
    const days = { from: firstDay(this.period), to: lastDay(this.period), domain, unit };
    this.#open.ask(async () => {
      const [due, missed] = await Promise.all(['due', 'missed'].map((state) => occurrencesOf(this.client, { ...days, state })));
      return { overdue: due.filter((o) => phaseOf(o) === 'overdue'), missed };
    });
  }

  #row(t, row, name, foot) {
    const percent = share(row);
    const look = percent === null ? '' : percent >= GOOD ? 'good' : percent >= WEAK ? 'warn' : 'bad';
    return html`<tr data-unit=${row.unit ?? ''}><th scope="row">${name}</th><td>${foot ? '' : domainName(this.language, this.domains, row)}</td>
      <td class="n"><strong>${percent === null ? '—' : `${percent}%`}</strong>${percent === null ? nothing : html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<rect class=${look} height="10" width=${percent}></rect>`}</svg>`}</td>
      ${COUNTS.map((name_) => html`<td class="n">${row[name_] ?? 0}</td>`)}</tr>`;
  }

  #table(t) {
    const c = this.#coverage.value;
    const rows = (c.rows ?? []).filter((row) => !this.query.domain || row.domain === this.query.domain);
    if (!rows.length) return html`<p class="card soft">${t.calendar.noCoverage}</p>`;
    const heads = [t.calendar.share, t.calendar.due, t.calendar.done, t.calendar.late, t.calendar.missed, t.calendar.excusedN];
    const named = rows.length === (c.rows ?? []).length ? c.total : null;
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${t.calendar.coverage}><table><thead><tr><th scope="col">${t.calendar.unit}</th><th scope="col">${t.calendar.domain}</th>
      ${heads.map((h) => html`<th scope="col" class="n">${h}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => this.#row(t, row, unitName(this.language, this.units, row.unit, row.unit_name)))}</tbody>
      ${named && rows.length > 1 ? html`<tfoot>${this.#row(t, named, t.calendar.total, true)}</tfoot>` : nothing}</table></div>
      <p class="small soft">${t.calendar.coverageNote}</p>`;
  }

  #card(o) {
    return html`<li><sv-occurrence .client=${this.client} .occurrence=${o} .me=${this.me} .domains=${this.domains} .units=${this.units} .places=${this.places}></sv-occurrence></li>`;
  }

  #list(t, id, title, empty, list) {
    const all = [...list].sort(newestFirst);
    const whole = this.whole?.includes(id) || all.length <= FIRST + 1;
    return html`<section class="card stack tight" id=${id}><h2>${title} <span class="soft small">${all.length || ''}</span></h2>
      ${all.length ? html`<ol class="list">${repeat(whole ? all : all.slice(0, FIRST), (o) => o.id, (o) => this.#card(o))}</ol>` : html`<p class="soft">${empty}</p>`}
      ${whole ? nothing : html`<button type="button" @click=${() => { this.whole = [...(this.whole ?? []), id]; }}>${t.calendar.more(all.length - FIRST)}</button>`}</section>`;
  }

  render() {
    const t = this.t;
    const again = () => this.load();
    const open = this.#open.value;
    return html`<div class="stack">${this.#coverage.waiting(this, again) ?? this.#table(t)}
      ${this.#open.waiting(this, again) ?? html`<div class="lists">${this.#list(t, 'overdue', t.calendar.overdueList, t.calendar.noOverdue, open.overdue)}
        ${this.#list(t, 'missed', t.calendar.missedList, t.calendar.noMissed, open.missed)}</div>`}</div>`;
  }
}
customElements.define('sv-coverage', Coverage);
