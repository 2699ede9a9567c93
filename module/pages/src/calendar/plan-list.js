// Periods or schedules: listed, and for the office added, changed, retired. Owns the list; what
// each of the two is stands in plan-kinds.js.
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { Part } from '../kit/element.js';
import { Loader } from '../kit/loader.js';
import { PERIODS, SCHEDULES } from './plan-kinds.js';
import '../kit/record-form.js';

const KINDS = { periods: PERIODS, schedules: SCHEDULES };
const MAY_CHANGE = ['office', 'admin'];
const DERIVED = ['built_in'];

export class PlanList extends Part {
  static properties = {
    kind: {}, query: { attribute: false }, me: { attribute: false }, domains: { attribute: false }, units: { attribute: false }, places: { attribute: false },
    checklists: { state: true }, rules: { state: true }, editing: { state: true }, retired: { state: true }, said: { state: true }, fault: { state: true }, asking: { state: true },
  };
  static styles = [Part.styles, css`
    .top { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; }
    .tick { display: flex; align-items: center; gap: 8px; min-height: 42px; }
    .tick input { width: 20px; height: 20px; accent-color: var(--accent); }
    .cards { display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); }
    @media (min-width: 900px) { .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: start; } }
    .head { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; justify-content: space-between; }
    dl.facts { grid-template-columns: minmax(5em, max-content) minmax(0, 1fr); }
    .off { opacity: .85; background: var(--well); }
    .said:empty { display: none; }
    .actions { margin-inline-start: -10px; }
  `];

  #list = new Loader(this);

  constructor() {
    super();
    this.editing = null;
    this.retired = false;
    this.said = '';
  }

  get #kind() {
    return KINDS[this.kind];
  }

  updated(changed) {
    if (!(changed.has('client') || changed.has('kind')) || !this.client) return;
    Object.assign(this, { editing: null, said: '', fault: null, asking: '' });
    this.#list.forget();
    this.#load();
    if (this.kind === 'schedules') this.#names();
  }

  /** What schedules name by codes: checklists, and the bases of each domain. */
  async #names() {
    try {
      this.checklists = await this.client.checklists();
      const domains = await Promise.all((await this.client.domains()).map((d) => this.client.domain(d.domain)));
      this.rules = Object.fromEntries(domains.map((d) => [d.domain, d]));
    } catch (error) {
      this.fault = error;
    }
  }

  #load() {
    return this.#list.ask(async () => (await this.client.get(this.#kind.path))[this.#kind.member] ?? []);
  }

  get #shown() {
    const { domain, unit } = this.query ?? {};
    return [...this.#list.value].sort(this.#kind.sort).filter((r) => (this.retired || !r.retired) &&
      (!domain || r.domain === domain || (this.kind === 'periods' && (!r.domains?.length || r.domains.includes(domain)))) && (!unit || this.kind === 'periods' || r.unit === unit));
  }

  #edit(record) {
    this.said = '';
    this.fault = null;
    this.editing = { id: record?.id ?? '', record: record ?? {}, values: record ? this.#kind.values(record, this) : this.#kind.start() };
    this.focusOn('sv-record-form');
  }

  async #close(focus) {
    this.editing = null;
    await this.updateComplete;
    this.focusOn(focus);
  }

  /** The whole record again: its fields, and of the old one what no field is about. */
  #send(fields, values) {
    const kind = this.#kind;
    const { id, record } = this.editing;
    const known = new Set([...kind.fields(this.t, this).map((f) => f.name), ...DERIVED, 'late_min']);
    const kept = Object.fromEntries(Object.entries(record).filter(([name]) => !known.has(name)));
    const body = { ...kept, ...(kind.body ? kind.body(fields, values) : fields) };
    const taken = new Set(this.#list.value.map((r) => r.id));
    const at = id || kind.id(body, taken);
    return this.client.put(`${kind.path}/${encodeURIComponent(at)}`, { ...body, id: at });
  }

  async #sent(event) {
    event.stopPropagation();
    const { id } = event.detail;
    this.said = this.t.calendar.saved;
    await this.#load();
    this.#close(`[data-record="${CSS.escape(id)}"] h3`);
  }

  async #retire(record, retired) {
    const rest = Object.fromEntries(Object.entries(record).filter(([name]) => !DERIVED.includes(name)));
    this.asking = '';
    try {
      await this.client.put(`${this.#kind.path}/${encodeURIComponent(record.id)}`, { ...rest, retired });
      this.fault = null;
      this.said = this.t.calendar.saved;
    } catch (error) {
      this.fault = error;
    }
    await this.#load();
    this.focusOn('#add');
  }

  #form(t) {
    const kind = this.#kind;
    const { id, values } = this.editing;
    return html`<section class="card">${keyed(id, html`<sv-record-form .client=${this.client} .fields=${kind.fields(t, this)} .values=${values}
      .title=${t.calendar[id ? kind.edit : kind.add]} .submit=${t.calendar.save} .send=${(body, typed) => this.#send(body, typed)}
      @sent=${(e) => this.#sent(e)} @cancelled=${() => this.#close(id ? `[data-record="${CSS.escape(id)}"] .edit` : '#add')}></sv-record-form>`)}</section>`;
  }

  #actions(t, r) {
    const name = this.pick(r) || r.id;
    if (this.asking === r.id) {
      return html`<div class="message warn stack tight" role="group" aria-label=${t.calendar.retire}><p>${t.calendar.retireSure(name)}</p><p class="row"><button type="button" class="danger" id="sure"
        @click=${() => this.#retire(r, true)}>${t.calendar.retire}</button><button type="button" @click=${() => { this.asking = ''; this.focusOn(`[data-record="${CSS.escape(r.id)}"] .retire`); }}>${t.common.cancel}</button></p></div>`;
    }
    return html`<p class="row actions"><button type="button" class="quiet edit" aria-label="${t.calendar.edit}: ${name}" @click=${() => this.#edit(r)}>${t.calendar.edit}</button>
      ${r.retired ? html`<button type="button" class="quiet restore" aria-label="${t.calendar.restore}: ${name}" @click=${() => this.#retire(r, false)}>${t.calendar.restore}</button>`
        : html`<button type="button" class="quiet retire" aria-label="${t.calendar.retire}: ${name}" @click=${() => { this.asking = r.id; this.focusOn('#sure'); }}>${t.calendar.retire}</button>`}</p>`;
  }

  #card(t, r, may) {
    const rows = this.#kind.facts(t, this, r).filter(([, value]) => value);
    return html`<li class="card stack tight ${r.retired ? 'off' : ''}" data-record=${r.id}><div class="head"><h3 tabindex="-1">${this.pick(r) || r.id}</h3>
        <span class="row">${[...this.#kind.tags(t, r), r.retired && t.calendar.retired].filter(Boolean).map((tag) => html`<span class="badge">${tag}</span>`)}</span></div>
      <dl class="facts small">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>${may ? this.#actions(t, r) : nothing}</li>`;
  }

  render() {
    const t = this.t;
    const may = MAY_CHANGE.includes(this.me?.role);
    const waiting = this.#list.waiting(this, () => this.#load());
    if (waiting) return waiting;
    const shown = this.#shown;
    return html`<div class="stack"><div class="top"><label class="tick"><input type="checkbox" id="retired" .checked=${this.retired} @change=${(e) => { this.retired = e.target.checked; }}>${t.calendar.showRetired}</label>
        ${may ? html`<button type="button" class="primary" id="add" aria-expanded=${this.editing && !this.editing.id ? 'true' : 'false'} @click=${() => this.#edit()}>${t.calendar[this.#kind.add]}</button>` : nothing}</div>
      <p class="message good said" role="status">${this.said}</p>
      ${this.fault ? html`<p class="message bad" role="alert">${this.fault.say(t, this.language)}</p>` : nothing}
      ${this.editing ? this.#form(t) : nothing}
      ${shown.length ? html`<ul class="cards">${shown.map((r) => this.#card(t, r, may))}</ul>` : html`<p class="card soft">${t.calendar[this.#kind.none]}</p>`}</div>`;
  }
}
customElements.define('sv-plan-list', PlanList);
