// 检查日历: a month of checks, their coverage, and what makes them: periods and schedules. Owns
// what of it is shown: tab, month, filters and the open day, all in the fragment.
import { css, html, nothing } from 'lit';
import { firstDay, lastDay } from '../kit/days.js';
import { monthName, shiftMonth, thisMonth } from '../kit/format.js';
import { fragmentOf, readFragment, writeFragment } from '../kit/fragment.js';
import { Loader } from '../kit/loader.js';
import { StaffView } from '../kit/staff-view.js';
import { occurrencesOf } from './occurrences.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';
import './calendar-month.js';
import './coverage.js';
import './plan-list.js';

const TABS = ['month', 'coverage', 'periods', 'schedules'];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export class SupervisionCalendar extends StaffView {
  static properties = { places: { state: true }, said: { state: true } };
  static styles = [tokens, StaffView.styles, form, data, css`.said:empty { display: none; }`];

  main = new Loader(this); // the month
  #asked = ''; // what the month shown was asked with
  #filter = {}; // of the parts: the same object while it says the same

  constructor() {
    super();
    this.said = '';
  }

  names() {
    super.names();
    this.client.places().then((places) => { this.places = places; }, () => {});
  }

  follow() {
    const { tab = '', month = '', domain = '', unit = '', state = '', day = '' } = readFragment();
    this.query = { tab: TABS.includes(tab) ? tab : 'month', month: MONTH.test(month) ? month : thisMonth(), domain, unit: this.isUnit ? '' : unit, state, day };
    if (this.#filter.domain !== domain || this.#filter.unit !== this.query.unit) this.#filter = { domain, unit: this.query.unit };
    const asked = JSON.stringify([this.query.month, domain, this.query.unit, state]);
    if (this.query.tab !== 'month' || asked === this.#asked) return;
    this.#asked = asked;
    this.main.forget();
    this.load();
  }

  load() {
    const { month, domain, unit, state } = this.query;
    return this.main.ask(() => occurrencesOf(this.client, { from: firstDay(month), to: lastDay(month), domain, unit, state }));
  }

  set(change) {
    this.said = '';
    writeFragment({ ...this.query, ...change, tab: (change.tab ?? this.query.tab).replace('month', '') });
  }

  async #day(day) {
    this.set({ day });
    await this.updateComplete;
    if (day) setTimeout(() => this.renderRoot.querySelector('sv-calendar-month')?.focus());
  }

  #changed(occurrence) {
    this.said = this.t.calendar.excused;
    if (this.main.value) {
      this.main.value = this.main.value.map((o) => (o.id === occurrence.id ? occurrence : o));
      this.requestUpdate();
    }
    this.renderRoot.querySelector('sv-coverage')?.load();
  }

  #filters(t) {
    const { tab } = this.query;
    return html`<section class="selects noprint" aria-label=${t.common.filters}>
      ${this.domainSelect(t.calendar.domain)}
      ${tab === 'periods' ? nothing : this.unitSelect(t.calendar.unit)}
      ${tab === 'month' ? this.select('state', t.calendar.state, Object.entries(t.occurrence)) : nothing}</section>`;
  }

  #months(t) {
    const { month, tab } = this.query;
    if (tab !== 'month' && tab !== 'coverage') return nothing;
    const go = (n) => this.set({ month: shiftMonth(month, n), day: '' });
    return html`<div class="month" role="group" aria-label=${t.common.month}>
      <button type="button" class="quiet" id="previous" aria-label=${t.common.previous} @click=${() => go(-1)}>‹</button>
      <strong aria-live="polite">${monthName(this.language, month)}</strong>
      <button type="button" class="quiet" id="next" aria-label=${t.common.next} @click=${() => go(1)}>›</button></div>`;
  }

  #body(t) {
    const { tab, month, day } = this.query;
    if (tab === 'periods' || tab === 'schedules') {
      return html`<sv-plan-list .client=${this.client} kind=${tab} .query=${this.#filter} .me=${this.me} .domains=${this.domains} .units=${this.units} .places=${this.places}></sv-plan-list>`;
    }
    if (tab === 'coverage') {
      return html`<sv-coverage .client=${this.client} period=${month} .query=${this.#filter} .me=${this.me} .domains=${this.domains} .units=${this.units} .places=${this.places}
        @changed=${(e) => this.#changed(e.detail)}></sv-coverage>`;
    }
    return this.main.waiting(this, () => this.again()) ?? html`<sv-calendar-month .client=${this.client} period=${month} day=${day} .occurrences=${this.main.value} .me=${this.me}
      .domains=${this.domains} .units=${this.units} .places=${this.places} @day=${(e) => this.#day(e.detail)} @changed=${(e) => this.#changed(e.detail)}></sv-calendar-month>`;
  }

  render() {
    const t = this.t;
    if (!this.query) return html`<div class="stack"><h1>${t.calendar.title}</h1>${this.main.waiting(this, () => this.again())}</div>`;
    const { tab } = this.query;
    return html`<div class="stack"><header class="top"><div><h1>${t.calendar.title}</h1><p class="soft">${t.calendar.lead}</p></div>${this.#months(t)}</header>
      <nav class="tabs noprint" aria-label=${t.calendar.title}>${TABS.map((name) => html`<a href=${fragmentOf({ ...this.query, tab: name === 'month' ? '' : name, day: '' })} data-tab=${name}
        aria-current=${name === tab ? 'page' : nothing}>${t.calendar.tabs[name]}</a>`)}</nav>
      ${this.#filters(t)}
      <p class="message good said" role="status">${this.said}</p>
      <div aria-busy=${this.main.busy ? 'true' : 'false'}>${this.#body(t)}</div></div>`;
  }
}
customElements.define('supervision-calendar', SupervisionCalendar);
