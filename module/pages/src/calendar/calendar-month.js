// A month of checks: a grid of days where there is room, a list of days on a phone. Owns which
// day is open. Emits `day` with it; a check that changes says so by `changed`.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dayName, today, weeksOf } from '../kit/days.js';
import { Part } from '../kit/element.js';
import { byUrgency, groupByDay, isLong, phaseOf, phaseWord } from './occurrences.js';
import { dayOf } from '../kit/format.js';
import marks from './marks.js';
import { mark, PHASES, shape } from './occurrence-mark.js';
import './occurrence.js';

const SHOWN = 4; // checks of a day in the grid
const dayNumber = (iso) => Number(dayOf(iso).slice(8));
const WIDE = matchMedia('(min-width: 1000px)');

export class CalendarMonth extends Part {
  static properties = {
    period: {}, day: {}, occurrences: { attribute: false }, me: { attribute: false },
    domains: { attribute: false }, units: { attribute: false }, places: { attribute: false },
  };
  static styles = [Part.styles, marks, css`
    .key { display: flex; flex-wrap: wrap; gap: 6px; }
    .month { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr) 330px; align-items: start; }
    .month.closed { grid-template-columns: minmax(0, 1fr); }
    table { table-layout: fixed; width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
    th { padding: 6px; font-size: .875rem; color: var(--ink-soft); background: var(--well); font-weight: 600; }
    td { border: 1px solid var(--line); vertical-align: top; height: 118px; padding: 0; }
    td.other { background: var(--well); }
    td.today { box-shadow: inset 0 0 0 2px var(--accent); }
    td button { width: 100%; height: 100%; min-height: 116px; display: flex; flex-direction: column; align-items: stretch; justify-content: flex-start; gap: 3px; border: 0; border-radius: 0; background: transparent;
      padding: 6px; text-align: start; font-weight: 400; font-size: .8125rem; line-height: 1.45; }
    td button:hover { background: var(--accent-soft); }
    td button[aria-pressed="true"] { background: var(--accent-soft); }
    td button:focus-visible { outline-offset: -3px; border-radius: 0; }
    .number { font-weight: 650; font-size: .9375rem; }
    td.today .number::after { content: attr(data-today); margin-inline-start: 6px; color: var(--accent); font-size: .75rem; }
    .chip { display: flex; gap: 5px; align-items: start; min-width: 0; }
    .chip > span { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
    .chip svg { margin-top: 2px; }
    .rest { color: var(--ink-soft); }
    .panel { position: sticky; top: 12px; max-height: calc(100vh - 24px); overflow-y: auto; }
    .panel h2:focus { outline: none; }
    .panel .head { display: flex; justify-content: space-between; align-items: center; gap: 8px; }
    .list > li { border-top: 1px solid var(--line); padding: 14px 0; }
    .list > li:first-child { border-top: 0; padding-top: 0; }
    .list > li:last-child { padding-bottom: 0; }
    .days { display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); }
    h2 .badge { margin-inline-start: 6px; vertical-align: middle; }
  `];

  #onWide = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    WIDE.addEventListener('change', this.#onWide);
  }

  disconnectedCallback() {
    WIDE.removeEventListener('change', this.#onWide);
    super.disconnectedCallback();
  }

  #cards(t, list) {
    return html`<ol class="list">${repeat([...list].sort(byUrgency), (o) => o.id, (o) => html`<li><sv-occurrence .client=${this.client} .occurrence=${o} .me=${this.me}
      .domains=${this.domains} .units=${this.units} .places=${this.places}></sv-occurrence></li>`)}</ol>`;
  }

  // --- the grid

  #chip(t, o) {
    const phase = phaseOf(o);
    const span = isLong(o) ? `${t.calendar.between(dayNumber(o.from), dayNumber(new Date(Date.parse(o.to) - 1).toISOString()))} ` : '';
    return html`<span class="chip">${shape(phase)}<span>${span}${this.pick(o) || o.schedule}</span><span class="visually-hidden">${phaseWord(t, phase)}</span></span>`;
  }

  #cell(t, day, list, now) {
    const other = day.slice(0, 7) !== this.period;
    if (other) return html`<td class="other"></td>`;
    const sorted = [...list].sort(byUrgency);
    const rest = sorted.length - SHOWN;
    return html`<td class=${day === now ? 'today' : ''}><button type="button" data-day=${day} aria-pressed=${day === this.day ? 'true' : 'false'}
      aria-current=${day === now ? 'date' : nothing} @click=${() => this.emit('day', day)}>
      <span class="number" data-today=${t.calendar.today}>${Number(day.slice(8))}<span class="visually-hidden">${t.calendar.dayLabel(dayName(this.language, day), sorted.length)}</span></span>
      ${sorted.slice(0, rest === 1 ? SHOWN + 1 : SHOWN).map((o) => this.#chip(t, o))}${rest > 1 ? html`<span class="rest">${t.calendar.more(rest)}</span>` : nothing}</button></td>`;
  }

  #grid(t, days) {
    const now = today();
    const names = t.calendar.weekdays.map((d) => t.calendar.weekday(d));
    const open = this.day.slice(0, 7) === this.period;
    return html`<div class="month ${open ? '' : 'closed'}"><table><thead><tr>${names.map((d) => html`<th scope="col">${d}</th>`)}</tr></thead>
      <tbody>${weeksOf(this.period).map((week) => html`<tr>${week.map((day) => this.#cell(t, day, days.get(day) ?? [], now))}</tr>`)}</tbody></table>
      ${open ? this.#panel(t, days.get(this.day) ?? []) : nothing}</div>`;
  }

  #panel(t, list) {
    return html`<section class="card stack panel" id="day"><div class="head"><h2 tabindex="-1">${dayName(this.language, this.day)}</h2>
      <button type="button" class="quiet" id="close" @click=${() => this.#close()}>${t.common.close}</button></div>
      ${list.length ? this.#cards(t, list) : html`<p class="soft">${t.calendar.emptyDay}</p>`}</section>`;
  }

  #close() {
    const was = this.day;
    this.emit('day', '');
    this.updateComplete.then(() => this.focusOn(`[data-day="${was}"]`));
  }

  // --- the list

  #days(t, days, entries) {
    const now = today();
    return entries.map((day) => html`<section class="card stack tight" data-day=${day}><h2>${dayName(this.language, day)}${day === now ? html`<span class="badge major">${t.calendar.today}</span>` : nothing}</h2>
      ${this.#cards(t, days.get(day))}</section>`);
  }

  #list(t, days) {
    const now = today();
    const all = [...days.keys()].sort();
    const before = now.slice(0, 7) === this.period ? all.filter((day) => day < now) : [];
    const rest = all.filter((day) => !before.includes(day));
    const counted = (phase) => before.flatMap((day) => days.get(day)).filter((o) => phaseOf(o) === phase).length;
    const summary = ['missed', 'overdue', 'due', 'done'].map((phase) => [phase, counted(phase)]).filter(([, n]) => n);
    return html`<div class="days">${before.length ? html`<details class="card" ?open=${this.day && before.includes(this.day)}><summary>${t.calendar.before(before.length)}
        ${summary.map(([phase, n]) => html` · ${phaseWord(t, phase)} ${n}`)}</summary><div class="days">${this.#days(t, days, before)}</div></details>` : nothing}
      ${this.#days(t, days, rest)}</div>`;
  }

  render() {
    const t = this.t;
    const days = groupByDay(this.occurrences ?? []);
    const key = html`<p class="key" role="group" aria-label=${t.calendar.legend}>${PHASES.map((phase) => mark(t, phase))}</p>`;
    if (WIDE.matches) return html`<div class="stack">${key}${this.#grid(t, days)}</div>`;
    return html`<div class="stack">${days.size ? this.#list(t, days) : html`<p class="card soft">${t.calendar.empty}</p>`}</div>`;
  }

  focus() {
    this.focusOn('.panel h2');
  }
}
customElements.define('sv-calendar-month', CalendarMonth);
