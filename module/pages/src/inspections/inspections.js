// 检查报告: the reports of inspections, newest first; one beside the list, or in its place on a
// phone. Owns which one is open and how the list is narrowed; both stand in the fragment.
import { css, html, nothing } from 'lit';
import { dayBefore, dayEnd, dayOf, dayStart } from '../kit/format.js';
import { readFragment, writeFragment } from '../kit/fragment.js';
import { Listing } from '../kit/listing.js';
import { listInspections } from './reports.js';
import { Loader } from '../kit/loader.js';
import { StaffView } from '../kit/staff-view.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';
import './inspection.js';
import './inspection-list.js';

const FILTERS = ['domain', 'unit', 'check', 'from', 'to'];

export class SupervisionInspections extends StaffView {
  static properties = { open: { state: true }, said: { state: true } };
  static styles = [tokens, StaffView.styles, form, data, css`
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

  main = new Listing(this);
  #one = new Loader(this);

  constructor() {
    super();
    this.open = this.said = '';
  }

  follow() {
    const { inspection = '' } = readFragment();
    this.show(this.filtersOf(FILTERS));
    if (inspection !== this.open) this.#show(inspection);
  }

  load() {
    const { query } = this;
    return this.main.first((cursor) => listInspections(this.client, query, cursor));
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

  set(change) {
    this.said = '';
    writeFragment({ ...this.query, inspection: this.open, ...change });
  }

  async #changed({ inspection, said }) {
    this.said = said;
    this.#one.value = inspection;
    this.requestUpdate();
    this.load();
    await this.updateComplete;
    this.renderRoot.querySelector('sv-inspection')?.focus();
  }

  #day(name, label, value, iso) {
    return html`<div class="field"><label for=${name}>${label}</label><input type="date" id=${name} .value=${value} @change=${(e) => this.set({ [name]: iso(e.target.value) })}></div>`;
  }

  #filters(t) {
    const used = FILTERS.some((name) => this.query?.[name]);
    return html`<details ?open=${used}><summary>${t.common.filters}</summary><div class="selects">
      ${this.domainSelect(t.inspections.domain)}${this.unitSelect(t.inspections.unit)}
      ${this.select('check', t.inspections.check, Object.entries(t.check))}
      ${this.#day('from', t.inspections.from, dayOf(this.query?.from), dayStart)}${this.#day('to', t.inspections.to, dayBefore(this.query?.to), dayEnd)}</div></details>`;
  }

  #listed(t) {
    const { value: list, error: fault } = this.main;
    return html`<section class="card list" aria-label=${t.inspections.list} aria-busy=${this.main.busy ? 'true' : 'false'}>
      <div class="head"><div><h1>${t.inspections.title}</h1><p class="small soft">${t.inspections.lead}</p></div>${this.#filters(t)}</div>
      ${this.main.faults(this, () => this.again(), t.inspections.unreadable)}
      ${list ? html`<sv-inspection-list .client=${this.client} .inspections=${list.list} .domains=${this.domains} .units=${this.units} selected=${this.open} ?hasMore=${Boolean(list.cursor)}
        @picked=${(e) => this.set({ inspection: e.detail })} @more=${() => this.main.more()}></sv-inspection-list>` : fault ? nothing : html`<p class="message">${t.common.loading}</p>`}</section>`;
  }

  #detail(t) {
    if (!this.open) return html`<p class="card soft pick">${t.inspections.pick}</p>`;
    return this.#one.waiting(this, () => this.#show(this.open)) ?? html`<sv-inspection .client=${this.client} .inspection=${this.#one.value} .domains=${this.domains} .units=${this.units}
      @changed=${(e) => this.#changed(e.detail)}></sv-inspection>`;
  }

  render() {
    const t = this.t;
    return html`<div class="columns ${this.open ? 'open' : ''}">${this.#listed(t)}
      <div class="detail stack"><div class="back"><button type="button" class="quiet" id="back" @click=${() => this.set({ inspection: '' })}>‹ ${t.common.back}</button></div>
        <p class="message good said" role="status">${this.said}</p>${this.#detail(t)}</div></div>`;
  }
}
customElements.define('supervision-inspections', SupervisionInspections);
