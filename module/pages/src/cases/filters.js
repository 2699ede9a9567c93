// What the desk's list shows. Emits `filtered` with the query of GET cases.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { dayBefore, dayEnd, dayOf, dayStart } from '../kit/format.js';
import form from '../kit/styles/form.js';

const OVER = ['closed', 'rejected', 'withdrawn', 'merged']; // the order by urgency has open cases only

export class Filters extends Part {
  static properties = {
    query: { attribute: false }, domains: { attribute: false }, units: { attribute: false }, // units: null when a unit asks
  };
  static styles = [Part.styles, form, css`
    .chips { padding: 2px; }
    .selects { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; padding-top: 8px; }
    .selects label { font-size: .875rem; font-weight: 400; color: var(--ink-soft); }
    .selects .whole { grid-column: 1 / -1; }
    .selects input, .selects select { padding-inline: 8px; }
  `];

  #set(change) {
    const query = { ...this.query, ...change };
    if (change.mine === undefined && change.state) query.mine = false;
    if (OVER.includes(change.state)) query.order = 'newest';
    this.emit('filtered', query);
  }

  #select(name, label, options) {
    const t = this.t;
    return html`<div class="field"><label for=${name}>${label}</label><select id=${name} @change=${(e) => this.#set({ [name]: e.target.value })}>
      <option value="" ?selected=${!this.query[name]}>${t.common.any}</option>
      ${options.map(([code, text]) => html`<option value=${code} ?selected=${this.query[name] === code}>${text}</option>`)}</select></div>`;
  }

  #day(name, label, value, iso) {
    return html`<div class="field"><label for=${name}>${label}</label><input type="date" id=${name} .value=${value}
      @change=${(e) => this.#set({ [name]: iso(e.target.value) })}></div>`;
  }

  render() {
    const t = this.t;
    const q = this.query;
    return html`<div class="stack tight">
      <div class="chips" role="group" aria-label=${t.desk.filters}>
        <label class="chip"><input type="radio" name="whose" id="mine" .checked=${Boolean(q.mine)} @change=${() => this.#set({ mine: true, state: '' })}><span>${t.desk.mine}</span></label>
        <label class="chip"><input type="radio" name="whose" id="all" .checked=${!q.mine} @change=${() => this.#set({ mine: false })}><span>${t.desk.all}</span></label>
        <label class="chip"><input type="checkbox" id="overdue" .checked=${Boolean(q.overdue)} @change=${(e) => this.#set({ overdue: e.target.checked })}><span>${t.desk.overdueOnly}</span></label>
      </div>
      <details><summary>${t.desk.filters}</summary><div class="selects">
        ${this.#select('domain', t.report.domain, (this.domains ?? []).map((d) => [d.domain, this.pick(d)]))}
        ${this.units ? this.#select('unit', t.fields.unit, this.units.map((u) => [u.id, this.pick(u)])) : nothing}
        ${this.#select('kind', t.desk.kind, Object.entries(t.kind))}
        ${this.#select('severity', t.fields.severity, Object.entries(t.severity))}
        ${this.#select('state', t.follow.steps, Object.entries(t.state))}
        ${this.#select('source', t.desk.source, Object.entries(t.source))}
        ${this.#day('from', t.desk.from, dayOf(q.from), dayStart)}
        ${this.#day('to', t.desk.to, dayBefore(q.to), dayEnd)}
        <div class="field whole"><label for="order">${t.desk.order}</label><select id="order" @change=${(e) => this.#set({ order: e.target.value })}>
          <option value="urgent" ?selected=${q.order === 'urgent'}>${t.desk.urgent}</option>
          <option value="newest" ?selected=${q.order === 'newest'}>${t.desk.newest}</option></select></div>
      </div></details></div>`;
  }
}
customElements.define('sv-filters', Filters);
