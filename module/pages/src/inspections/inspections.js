// 检查报告: the reports of inspections, newest first; one beside the list, or in its place on a
// phone. Owns which one is open and how the list is narrowed; both stand in the fragment.
import { css, html, nothing } from 'lit';
import { View } from '../kit/element.js';
import { dayBefore, dayEnd, dayOf, dayStart } from '../kit/format.js';
import { readFragment, writeFragment } from '../kit/fragment.js';
import { listInspections } from './reports.js';
import { Loader } from '../kit/loader.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';
import './inspection.js';
import './inspection-list.js';

const FILTERS = ['domain', 'unit', 'check', 'from', 'to'];

export class SupervisionInspections extends View {
  static properties = {
    me: { state: true }, domains: { state: true }, units: { state: true }, query: { state: true }, open: { state: true }, said: { state: true },
  };
  static styles = [tokens, View.styles, form, data, css`
    .columns { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
    .list.card { padding: 0; min-height: 60vh; overflow: hidden; }
    .head { padding: 14px 16px 10px; border-bottom: 1px solid var(--line); display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }
    h1 { font-size: 1.3rem; }
    .said:empty { display: none; }
    .pick { display: none; min-height: 60vh; place-items: center; }
    .list .message { margin: 12px 16px; }
    @media (max-width: 899px) { .open .list { display: none; } .detail { display: none; } .open .detail { display: grid; } }
    @media (min-width: 900px) {
      .columns { grid-template-columns: 400px minmax(0, 1fr); align-items: start; }
      .list.card { position: sticky; top: 12px; max-height: calc(100vh - 24px); overflow-y: auto; }
      .pick { display: grid; }
      .back { display: none; }
    }
    @media print { .list, .back { display: none; } .columns { display: block; } }
  `];

  #list = new Loader(this);
  #one = new Loader(this);
  #onHash = () => this.#fromFragment();

  constructor() {
    super();
    this.api = '/desk/api/';
    this.query = null;
    this.open = this.said = '';
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
    const { inspection = '', ...rest } = readFragment();
    const query = Object.fromEntries(FILTERS.map((name) => [name, rest[name] ?? '']));
    if (this.me.role === 'unit') query.unit = '';
    if (JSON.stringify(query) !== JSON.stringify(this.query)) {
      this.query = query;
      this.#load();
    }
    if (inspection !== this.open) this.#show(inspection);
  }

  #load() {
    if (!this.query) return this.#begin();
    return this.#list.ask(() => listInspections(this.client, this.query));
  }

  async #more() {
    const { list, cursor, unreadable } = this.#list.value;
    await this.#list.ask(async () => {
      const next = await listInspections(this.client, this.query, cursor);
      return { list: [...list, ...next.list], cursor: next.cursor, unreadable: unreadable + next.unreadable };
    });
  }

  async #show(id) {
    const before = this.open;
    this.open = id;
    this.#one.forget();
    await this.updateComplete;
    if (!id) {
      this.renderRoot.querySelector('sv-inspection-list')?.focusOn(`[data-id="${CSS.escape(before)}"]`);
      return;
    }
    await this.#one.ask(() => this.client.get(`inspections/${encodeURIComponent(id)}`));
    await this.updateComplete;
    this.renderRoot.querySelector('sv-inspection')?.focus();
  }

  #set(change) {
    this.said = '';
    writeFragment({ ...this.query, inspection: this.open, ...change });
  }

  async #changed({ inspection, said }) {
    this.said = said;
    this.#one.value = inspection;
    this.requestUpdate();
    this.#load();
    await this.updateComplete;
    this.renderRoot.querySelector('sv-inspection')?.focus();
  }

  #select(name, label, options) {
    return html`<div class="field"><label for=${name}>${label}</label><select id=${name} @change=${(e) => this.#set({ [name]: e.target.value })}>
      <option value="" ?selected=${!this.query?.[name]}>${this.t.common.all}</option>
      ${options.map(([code, text]) => html`<option value=${code} ?selected=${this.query?.[name] === code}>${text}</option>`)}</select></div>`;
  }

  #day(name, label, value, iso) {
    return html`<div class="field"><label for=${name}>${label}</label><input type="date" id=${name} .value=${value} @change=${(e) => this.#set({ [name]: iso(e.target.value) })}></div>`;
  }

  #filters(t) {
    const used = FILTERS.some((name) => this.query?.[name]);
    return html`<details ?open=${used}><summary>${t.common.filters}</summary><div class="selects">
      ${this.#select('domain', t.inspections.domain, (this.domains ?? []).map((d) => [d.domain, this.pick(d)]))}
      ${this.me?.role === 'unit' ? nothing : this.#select('unit', t.inspections.unit, (this.units ?? []).map((u) => [u.id, this.pick(u)]))}
      ${this.#select('check', t.inspections.check, Object.entries(t.check))}
      ${this.#day('from', t.inspections.from, dayOf(this.query?.from), dayStart)}${this.#day('to', t.inspections.to, dayBefore(this.query?.to), dayEnd)}</div></details>`;
  }

  #listed(t) {
    const list = this.#list.value;
    const fault = this.#list.error;
    return html`<section class="card list" aria-label=${t.inspections.list} aria-busy=${this.#list.busy ? 'true' : 'false'}>
      <div class="head"><div><h1>${t.inspections.title}</h1><p class="small soft">${t.inspections.lead}</p></div>${this.#filters(t)}</div>
      ${fault ? html`<div class="message bad stack tight" role="alert"><p>${fault.say(t, this.language)}</p><div><button type="button" @click=${() => this.#load()}>${t.common.retry}</button></div></div>` : nothing}
      ${list?.unreadable ? html`<p class="message warn" id="unreadable">${t.inspections.unreadable(list.unreadable)}</p>` : nothing}
      ${list ? html`<sv-inspection-list .client=${this.client} .inspections=${list.list} .domains=${this.domains} .units=${this.units} selected=${this.open} ?hasMore=${Boolean(list.cursor)}
        @picked=${(e) => this.#set({ inspection: e.detail })} @more=${() => this.#more()}></sv-inspection-list>` : fault ? nothing : html`<p class="message">${t.common.loading}</p>`}</section>`;
  }

  #detail(t) {
    if (!this.open) return html`<p class="card soft pick">${t.inspections.pick}</p>`;
    return this.#one.waiting(this, () => this.#show(this.open)) ?? html`<sv-inspection .client=${this.client} .inspection=${this.#one.value} .domains=${this.domains} .units=${this.units}
      @changed=${(e) => this.#changed(e.detail)}></sv-inspection>`;
  }

  render() {
    const t = this.t;
    return html`<div class="columns ${this.open ? 'open' : ''}">${this.#listed(t)}
      <div class="detail stack"><div class="back"><button type="button" class="quiet" id="back" @click=${() => this.#set({ inspection: '' })}>‹ ${t.common.back}</button></div>
        <p class="message good said" role="status">${this.said}</p>${this.#detail(t)}</div></div>`;
  }
}
customElements.define('supervision-inspections', SupervisionInspections);
