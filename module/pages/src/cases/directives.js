// 督办台账: the directives of the university and how far each is. Owns how the list is narrowed,
// which stands in the fragment; a row leads to its case at the desk.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../kit/element.js';
import { fullDay } from '../kit/days.js';
import { listDirectives, summaryOf } from './ledger.js';
import { readFragment, writeFragment } from '../kit/fragment.js';
import { Loader } from '../kit/loader.js';
import { domainName, unitName } from '../campus/names.js';
import { pageUrl } from '../kit/pages.js';
import { supervisionBadge } from './badges.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';

const FILTERS = ['supervision', 'domain', 'unit'];

export class SupervisionDirectives extends View {
  static properties = { me: { state: true }, domains: { state: true }, units: { state: true }, query: { state: true } };
  static styles = [tokens, View.styles, form, data, css`
    .card { padding: 0; overflow: hidden; min-height: 60vh; }
    .head { padding: 16px; border-bottom: 1px solid var(--line); display: grid; gap: 12px; }
    h1 { font-size: 1.3rem; }
    li + li { border-top: 1px solid var(--line); }
    li a { display: grid; gap: 4px 24px; grid-template-columns: minmax(0, 1fr); padding: 14px 16px; color: inherit; text-decoration: none; }
    li a:hover { background: var(--well); }
    li a:focus-visible { outline-offset: -3px; }
    .what { font-weight: 650; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
    .selects { grid-template-columns: repeat(auto-fill, minmax(min(100%, 8rem), 1fr)); }
    .row { gap: 6px; }
    .empty { padding: 40px 16px; text-align: center; }
    .message { margin: 12px 16px; }
    @media (min-width: 900px) { li a { grid-template-columns: minmax(0, 1fr) 17rem 17rem; align-items: start; } }
    @media print { details, #more { display: none; } .card { box-shadow: none; } }
  `];

  #list = new Loader(this);
  #onHash = () => this.#fromFragment();

  constructor() {
    super();
    this.api = '/desk/api/';
    this.query = null;
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
    if (!changed.has('client')) return;
    this.client.domains().then((domains) => { this.domains = domains; }, () => {});
    this.client.units().then((units) => { this.units = units; }, () => {});
    this.#begin();
  }

  async #begin() {
    try {
      this.me = await this.client.me();
    } catch (error) {
      this.#list.ask(() => Promise.reject(error));
      return;
    }
    this.#fromFragment();
  }

  #fromFragment() {
    if (!this.me) return;
    const given = readFragment();
    const query = Object.fromEntries(FILTERS.map((name) => [name, given[name] ?? '']));
    if (this.me.role === 'unit') query.unit = '';
    if (JSON.stringify(query) === JSON.stringify(this.query)) return;
    this.query = query;
    this.#load();
  }

  #load() {
    if (!this.query) return this.#begin();
    return this.#list.ask(() => listDirectives(this.client, this.query));
  }

  async #more() {
    const { list, cursor, unreadable } = this.#list.value;
    await this.#list.ask(async () => {
      const next = await listDirectives(this.client, this.query, cursor);
      return { list: [...list, ...next.list], cursor: next.cursor, unreadable: unreadable + next.unreadable };
    });
  }

  #select(name, label, options) {
    return html`<div class="field"><label for=${name}>${label}</label><select id=${name} @change=${(e) => writeFragment({ ...this.query, [name]: e.target.value })}>
      <option value="" ?selected=${!this.query?.[name]}>${this.t.common.all}</option>
      ${options.map(([code, text]) => html`<option value=${code} ?selected=${this.query?.[name] === code}>${text}</option>`)}</select></div>`;
  }

  #filters(t) {
    return html`<div class="selects noprint">
      ${this.#select('supervision', t.directives.where, Object.entries(t.directives.supervision))}
      ${this.#select('domain', t.directives.domain, (this.domains ?? []).map((d) => [d.domain, this.pick(d)]))}
      ${this.me?.role === 'unit' ? nothing : this.#select('unit', t.directives.unit, (this.units ?? []).map((u) => [u.id, this.pick(u)]))}</div>`;
  }

  #row(t, row) {
    const lang = this.language;
    const d = row.ledger ?? {};
    const decided = [t.directives.sources[d.source], d.meeting, fullDay(lang, d.met_on)].filter(Boolean).join(' · ');
    const owner = [unitName(lang, this.units, row.unit, row.unit_name) || t.directives.noUnit, d.owner].filter(Boolean).join(' · ');
    return html`<li><a href="${pageUrl('desk')}#case=${row.case}" data-id=${row.case}>
      <span class="stack tight"><span class="what">${d.decided}</span><span class="small soft">${decided}</span></span>
      <span class="stack tight"><span>${owner}</span><span class="small soft">${domainName(lang, this.domains, row)}</span></span>
      <span class="stack tight"><span class="row">${supervisionBadge(t, d.supervision)}${d.urges ? html`<span class="small soft">${t.directives.urges(d.urges)}</span>` : nothing}</span>
        <span class="small">${summaryOf(t, d)}</span></span></a></li>`;
  }

  render() {
    const t = this.t;
    const list = this.#list.value;
    const fault = this.#list.error;
    return html`<section class="card" aria-busy=${this.#list.busy ? 'true' : 'false'}>
      <div class="head"><div><h1>${t.directives.title}</h1><p class="small soft">${t.directives.lead}</p></div>${this.#filters(t)}</div>
      ${fault ? html`<div class="message bad stack tight" role="alert"><p>${fault.say(t, this.language)}</p><div><button type="button" @click=${() => this.#load()}>${t.common.retry}</button></div></div>` : nothing}
      ${list?.unreadable ? html`<p class="message warn" id="unreadable">${t.directives.unreadable(list.unreadable)}</p>` : nothing}
      ${!list && !fault ? html`<p class="message" role="status">${t.common.loading}</p>` : nothing}
      ${list && !list.list.length ? html`<p class="empty soft">${list.cursor ? t.directives.emptySoFar : t.directives.empty}</p>` : nothing}
      <ol aria-label=${t.directives.list}>${repeat(list?.list ?? [], (row) => row.case, (row) => this.#row(t, row))}</ol>
      ${list?.cursor ? html`<button type="button" class="quiet wide" id="more" @click=${() => this.#more()}>${t.common.more}</button>` : nothing}</section>`;
  }
}
customElements.define('supervision-directives', SupervisionDirectives);
