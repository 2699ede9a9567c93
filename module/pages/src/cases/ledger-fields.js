// What the ledger says of a directive that the desk registers: who decided it, when, who owns it,
// its milestones. Emits `staffed` with { ledger }.
import { css, html, nothing } from 'lit';
import { today } from '../kit/days.js';
import { Part } from '../kit/element.js';
import form from '../kit/styles/form.js';

const MILESTONES_MAX = 20; // the API's own

export class LedgerFields extends Part {
  static properties = { ledger: { attribute: false }, field: {}, problem: {} }; // field: which one is at fault, as the server names it
  static styles = [Part.styles, form, css`
    .rows { display: grid; gap: 12px; padding-top: 8px; }
    .one { display: grid; gap: 10px; grid-template-columns: minmax(0, 1fr); padding: 12px; background: var(--well); border-radius: var(--radius-small); }
    .buttons { padding-top: 12px; }
    @media (min-width: 620px) { .one { grid-template-columns: minmax(0, 1fr) 12rem auto; align-items: end; } }
  `];

  #set(change) {
    this.emit('staffed', { ledger: { ...this.ledger, ...change } });
  }

  #milestone(i, change) {
    this.#set({ milestones: this.ledger.milestones.map((m, at) => (at === i ? { ...m, ...change } : m)) });
  }

  #add() {
    this.#set({ milestones: [...this.ledger.milestones, { name: '', due: '' }] });
    this.#focusLater(`#m-${this.ledger.milestones.length}-name`);
  }

  #remove(i) {
    const milestones = this.ledger.milestones.filter((_, at) => at !== i);
    this.#set({ milestones });
    this.#focusLater(`#m-${Math.min(i, milestones.length - 1)}-name`);
  }

  /** Once the change has come back from whoever keeps it. */
  async #focusLater(selector) {
    await new Promise((done) => { requestAnimationFrame(done); });
    this.focusOn(selector);
  }

  #idOf(field) {
    const [, i, name] = field.match(/^ledger\.milestones\[(\d+)\]\.(\w+)$/) ?? [];
    return name ? `m-${i}-${name}` : field.replace('ledger.', 'ledger-');
  }

  #field(id, label, widget) {
    const wrong = this.field && this.#idOf(this.field) === id;
    return html`<div class="field"><label for=${id}>${label}</label>${widget(wrong ? 'true' : 'false', wrong ? `${id}-error` : nothing)}
      ${wrong ? html`<p class="error" id="${id}-error" role="alert">${this.problem}</p>` : nothing}</div>`;
  }

  #line(id, label, value, set, more = {}) {
    return this.#field(id, label, (wrong, about) => html`<input id=${id} type=${more.type ?? 'text'} .value=${value} maxlength=${more.max ?? nothing}
      min=${more.from || nothing} max=${more.to || nothing} placeholder=${more.hint ?? nothing} autocomplete="off" aria-invalid=${wrong} aria-describedby=${about}
      @input=${(e) => set(e.target.value)}>`);
  }

  #source(t) {
    return this.#field('ledger-source', t.directives.source, (wrong, about) => html`<select id="ledger-source" aria-invalid=${wrong} aria-describedby=${about}
      @change=${(e) => this.#set({ source: e.target.value })}><option value="" ?selected=${!this.ledger.source}>${t.common.choose}</option>
      ${Object.entries(t.directives.sources).map(([code, name]) => html`<option value=${code} ?selected=${code === this.ledger.source}>${name}</option>`)}</select>`);
  }

  #row(t, m, i, only) {
    return html`<div class="one" role="group" aria-label=${t.directives.nth(i + 1)}>
      ${this.#line(`m-${i}-name`, t.directives.name, m.name, (name) => this.#milestone(i, { name }), { max: 100 })}
      ${this.#line(`m-${i}-due`, t.directives.due, m.due, (due) => this.#milestone(i, { due }), { type: 'date', from: this.ledger.met_on })}
      <div><button type="button" class="quiet" id="remove-${i}" aria-label=${t.directives.remove(i + 1)} ?disabled=${only} @click=${() => this.#remove(i)}>${t.directives.removeShort}</button></div></div>`;
  }

  render() {
    const t = this.t;
    const { meeting, met_on: metOn, owner, milestones } = this.ledger;
    const whole = ['ledger', 'ledger.milestones'].includes(this.field);
    return html`<div class="stack"><div class="pair">
        ${this.#source(t)}
        ${this.#line('ledger-meeting', t.directives.meeting, meeting, (value) => this.#set({ meeting: value }), { max: 100, hint: t.directives.meetingHint })}
        ${this.#line('ledger-met_on', t.directives.metOn, metOn, (value) => this.#set({ met_on: value }), { type: 'date', to: today() })}
        ${this.#line('ledger-owner', t.directives.owner, owner, (value) => this.#set({ owner: value }), { max: 40 })}
      </div>
      <fieldset><legend>${t.directives.milestones}</legend>
        <div class="rows">${milestones.map((m, i) => this.#row(t, m, i, milestones.length === 1))}</div>
        ${whole ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
        <div class="buttons"><button type="button" id="add-milestone" ?disabled=${milestones.length >= MILESTONES_MAX} @click=${() => this.#add()}>${t.directives.add}</button></div></fieldset></div>`;
  }

  focus() {
    this.focusOn(this.field ? `[id="${this.#idOf(this.field)}"], #add-milestone` : '#ledger-source');
  }
}
customElements.define('sv-ledger-fields', LedgerFields);
