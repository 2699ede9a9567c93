// 考评: all units in a table, or one with its trend and parts. Owns the span of months, the
// domain and the unit that are shown; all stand in the fragment.
import { css, html, nothing } from 'lit';
import { View } from '../kit/element.js';
import { monthName } from '../kit/format.js';
import { fragmentOf, readFragment, writeFragment } from '../kit/fragment.js';
import { Loader } from '../kit/loader.js';
import { isSpan, monthsBack, spansOf } from './spans.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';
import './standing-table.js';
import './standing-unit.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const AT_ONCE = 4; // units whose parts are asked for at the same time

export class SupervisionStanding extends View {
  static properties = { me: { state: true }, domains: { state: true }, units: { state: true }, query: { state: true }, own: { state: true } };
  static styles = [tokens, View.styles, form, data, css`
    .span { grid-column: span 2; }
    @media (max-width: 480px) { .span { grid-column: 1 / -1; } }
  `];

  #answer = new Loader(this);
  #onHash = () => this.#fromFragment();

  constructor() {
    super();
    this.api = '/desk/api/';
    this.query = null;
    this.own = false;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.#onHash);
    super.disconnectedCallback();
  }

  updated(changed) {
    if (changed.has('client')) this.#begin();
  }

  async #begin() {
    this.client.domains().then((domains) => { this.domains = domains; }, () => {});
    this.client.units().then((units) => { this.units = units; }, () => {});
    try {
      this.me = await this.client.me();
    } catch (error) {
      this.#answer.ask(() => Promise.reject(error));
      return;
    }
    this.#fromFragment();
  }

  /** A unit sees its own alone. */
  get #mine() {
    return this.me?.role === 'unit' ? this.me.unit : '';
  }

  #fromFragment() {
    if (!this.me) return;
    const { from, to, domain = '', unit = '' } = readFragment();
    const [usual] = spansOf(this.t);
    const good = MONTH.test(from ?? '') && MONTH.test(to ?? '') && isSpan(from, to);
    const query = { from: good ? from : usual.from, to: good ? to : usual.to, domain, unit: this.#mine || unit };
    if (JSON.stringify(query) === JSON.stringify(this.query)) return;
    this.query = query;
    this.#load();
  }

  #load() {
    if (!this.query) return this.#begin();
    const { unit, ...query } = this.query;
    this.#answer.forget();
    return this.#answer.ask(async () => {
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

  #set(change) {
    writeFragment({ ...this.query, ...change });
  }

  #setMonth(name, value) {
    const { from, to } = { ...this.query, [name]: value };
    if (isSpan(from, to)) this.#set({ [name]: value });
    else this.#set(name === 'from' ? { from: value, to: value } : { from: value, to: value });
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
      if (span) this.#set({ from: span.from, to: span.to });
    };
    return html`<section class="selects noprint" aria-label=${t.common.filters}>
      <div class="field span"><label for="span">${t.standing.span}</label><select id="span" @change=${(e) => choose(e.target.value)}>
        ${spans.map((s) => html`<option value=${s.code} ?selected=${s === chosen}>${s.name}</option>`)}
        <option value="own" ?selected=${!chosen}>${t.standing.own}</option></select></div>
      ${chosen ? nothing : html`${this.#months('from', t.standing.from)}${this.#months('to', t.standing.to)}`}
      <div class="field"><label for="domain">${t.standing.domain}</label><select id="domain" @change=${(e) => this.#set({ domain: e.target.value })}>
        <option value="" ?selected=${!this.query.domain}>${t.common.all}</option>
        ${(this.domains ?? []).map((d) => html`<option value=${d.domain} ?selected=${d.domain === this.query.domain}>${this.pick(d)}</option>`)}</select></div></section>`;
  }

  #body(t) {
    const waiting = this.#answer.waiting(this, () => this.#load());
    if (waiting) return waiting;
    const { unit, units } = this.#answer.value;
    const link = (id) => fragmentOf({ ...this.query, unit: id });
    if (!unit) return html`<sv-standing-table .client=${this.client} .standings=${units} .names=${this.units} .link=${link}></sv-standing-table>`;
    return html`${this.#mine ? nothing : html`<div class="noprint"><a class="button quiet" id="back" href=${link('')}>‹ ${t.standing.back}</a></div>`}
      <sv-standing-unit .client=${this.client} .standing=${unit} .names=${this.units}></sv-standing-unit>`;
  }

  render() {
    const t = this.t;
    return html`<div class="stack"><header><h1>${t.standing.title}</h1><p class="soft">${t.standing.lead}</p></header>
      ${this.query ? this.#filters(t) : nothing}
      <div class="stack" aria-busy=${this.#answer.busy ? 'true' : 'false'}>${this.#body(t)}</div></div>`;
  }
}
customElements.define('supervision-standing', SupervisionStanding);
