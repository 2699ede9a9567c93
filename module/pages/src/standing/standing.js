// 考评: all units in a table, or one with its trend and parts. Owns the span of months, the
// domain and the unit that are shown; all stand in the fragment.
import { css, html, nothing } from 'lit';
import { monthName } from '../kit/format.js';
import { fragmentOf, readFragment } from '../kit/fragment.js';
import { Loader } from '../kit/loader.js';
import { StaffView } from '../kit/staff-view.js';
import { isSpan, monthsBack, spansOf } from './spans.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';
import './standing-table.js';
import './standing-unit.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const AT_ONCE = 4; // units whose parts are asked for at the same time

export class SupervisionStanding extends StaffView {
  static properties = { own: { state: true } };
  static styles = [tokens, StaffView.styles, form, data, css`
    .span { grid-column: span 2; }
    @media (max-width: 480px) { .span { grid-column: 1 / -1; } }
  `];

  main = new Loader(this);

  constructor() {
    super();
    this.own = false;
  }

  /** A unit sees its own alone. */
  get #mine() {
    return this.isUnit ? this.me.unit : '';
  }

  follow() {
    const { from, to, domain = '', unit = '' } = readFragment();
    const [usual] = spansOf(this.t);
    const good = MONTH.test(from ?? '') && MONTH.test(to ?? '') && isSpan(from, to);
    this.show({ from: good ? from : usual.from, to: good ? to : usual.to, domain, unit: this.#mine || unit });
  }

  load() {
    const { unit, ...query } = this.query;
    this.main.forget();
    return this.main.ask(async () => {
      if (unit) return { unit: await this.client.get(`units/${encodeURIComponent(unit)}/standing`, { query }) };
      const units = (await this.client.get('standings', { query })).standings ?? [];
      return { units: await this.#withParts(units, query) };
    });
  }

  /** The list has no parts: they are asked for unit by unit, a few at a time. */
  async #withParts(units, query) {
    const whole = [];
    for (let i = 0; i < units.length; i += AT_ONCE) {
      whole.push(...await Promise.all(units.slice(i, i + AT_ONCE).map((u) => this.client.get(`units/${encodeURIComponent(u.unit)}/standing`, { query }))));
    }
    return whole;
  }

  #setMonth(name, value) {
    const { from, to } = { ...this.query, [name]: value };
    if (isSpan(from, to)) this.set({ [name]: value });
    else this.set(name === 'from' ? { from: value, to: value } : { from: value, to: value });
  }

  #months(name, label) {
    return html`<div class="field"><label for=${name}>${label}</label><select id=${name} @change=${(e) => this.#setMonth(name, e.target.value)}>
      ${monthsBack().map((month) => html`<option value=${month} ?selected=${month === this.query[name]}>${monthName(this.language, month)}</option>`)}</select></div>`;
  }

  #filters(t) {
    const spans = spansOf(t);
    const chosen = this.own ? null : spans.find((s) => s.from === this.query.from && s.to === this.query.to);
    const choose = (code) => {
      this.own = code === 'own';
      const span = spans.find((s) => s.code === code);
      if (span) this.set({ from: span.from, to: span.to });
    };
    return html`<section class="selects noprint" aria-label=${t.common.filters}>
      <div class="field span"><label for="span">${t.standing.span}</label><select id="span" @change=${(e) => choose(e.target.value)}>
        ${spans.map((s) => html`<option value=${s.code} ?selected=${s === chosen}>${s.name}</option>`)}
        <option value="own" ?selected=${!chosen}>${t.standing.own}</option></select></div>
      ${chosen ? nothing : html`${this.#months('from', t.standing.from)}${this.#months('to', t.standing.to)}`}
      ${this.domainSelect(t.standing.domain)}</section>`;
  }

  #body(t) {
    const waiting = this.main.waiting(this, () => this.again());
    if (waiting) return waiting;
    const { unit, units } = this.main.value;
    const link = (id) => fragmentOf({ ...this.query, unit: id });
    if (!unit) return html`<sv-standing-table .client=${this.client} .standings=${units} .names=${this.units} .link=${link}></sv-standing-table>`;
    return html`${this.#mine ? nothing : html`<div class="noprint"><a class="button quiet" id="back" href=${link('')}>‹ ${t.standing.back}</a></div>`}
      <sv-standing-unit .client=${this.client} .standing=${unit} .names=${this.units}></sv-standing-unit>`;
  }

  render() {
    const t = this.t;
    return html`<div class="stack"><header><h1>${t.standing.title}</h1><p class="soft">${t.standing.lead}</p></header>
      ${this.query ? this.#filters(t) : nothing}
      <div class="stack" aria-busy=${this.main.busy ? 'true' : 'false'}>${this.#body(t)}</div></div>`;
  }
}
customElements.define('supervision-standing', SupervisionStanding);
