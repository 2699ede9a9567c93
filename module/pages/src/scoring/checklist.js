// A checklist being answered, section by section; a short one as a whole. Owns which items are
// in sight and the way to what is missing. Emits `change` with changes of the draft, `section`
// with a section's code, and `finish`; `photographed` and `uploaded` come from the items.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../kit/element.js';
import { isAnswered, itemsOf, photosRoom, progressOf } from './answers.js';
import form from '../kit/styles/form.js';
import './check-item.js';
import './check-progress.js';

const SHORT = 12; // so many items stand on one page

export class Checklist extends Part {
  static properties = {
    checklist: { attribute: false }, draft: { attribute: false }, photos: { attribute: false }, hold: { type: Boolean }, section: {}, saved: {},
    failed: { attribute: false }, faults: { attribute: false }, // by item: what the server said of it
    passed: { state: true },
  };
  static styles = [Part.styles, form, css`
    sv-check-item { scroll-margin-top: 150px; }
    h2 { margin-top: 6px; }
    h2:focus { outline: none; }
    .turn { display: flex; gap: 10px; }
    .turn > * { flex: 1; }
    .all { border: 1px dashed var(--line-strong); border-radius: var(--radius); padding: 12px; }
    .said:empty { display: none; }
  `];

  constructor() {
    super();
    this.passed = null;
    this.failed = [];
    this.faults = {};
  }

  /** Of a re-inspection perhaps only some. */
  get #items() {
    return itemsOf(this.checklist).filter(({ item }) => !this.draft.asked || this.draft.asked.includes(item.code));
  }

  get #sections() {
    return [...new Set(this.#items.map(({ section }) => section))];
  }

  get #short() {
    return this.#items.length <= SHORT;
  }

  get #shown() {
    if (this.#short) return this.#sections;
    return [this.#sections.find((s) => s.code === this.section) ?? this.#sections[0]];
  }

  get #progress() {
    return progressOf(this.checklist, this.draft.answers, { asked: this.draft.asked, failed: this.failed });
  }

  #answer(code, change) {
    const answer = { ...this.draft.answers[code], ...change };
    for (const [name, value] of Object.entries(answer)) if (value === undefined) delete answer[name];
    this.passed = null;
    this.emit('change', { answers: { ...this.draft.answers, [code]: answer } });
  }

  #passRest() {
    const codes = this.#items.filter(({ item }) => item.answer === 'pass_fail' && !item.figures && !isAnswered(item, this.draft.answers[item.code]))
      .map(({ item }) => item.code);
    const answers = { ...this.draft.answers };
    for (const code of codes) answers[code] = { ...answers[code], result: 'pass' };
    this.passed = codes;
    this.emit('change', { answers });
    this.focusOn('#undo');
  }

  #undo() {
    const answers = { ...this.draft.answers };
    for (const code of this.passed) {
      const { result: _, ...rest } = answers[code];
      answers[code] = rest;
    }
    this.passed = null;
    this.emit('change', { answers });
    this.focusOn('#pass-rest');
  }

  /** Brings an item into view, whatever section it is in. */
  async show(code) {
    const { section } = this.#items.find(({ item }) => item.code === code) ?? {};
    if (!section) return;
    if (!this.#shown.includes(section)) {
      this.section = section.code;
      this.emit('section', section.code);
    }
    await this.updateComplete;
    const card = this.renderRoot.querySelector(`sv-check-item[data-item="${CSS.escape(code)}"]`);
    card?.scrollIntoView({ block: 'start' });
    card?.focus();
  }

  /** The first that is missing something, behind the one that has the focus if there is one. */
  #next() {
    const codes = this.#items.map(({ item }) => item.code);
    const missing = this.#progress.missing.map(({ item }) => item.code);
    const at = codes.indexOf(this.renderRoot.activeElement?.dataset.item ?? this.last);
    this.last = missing.find((code) => codes.indexOf(code) > at) ?? missing[0];
    if (this.last) this.show(this.last);
  }

  async #turn(code) {
    this.emit('section', code);
    this.section = code;
    await this.updateComplete;
    scrollTo({ top: 0 });
    this.focusOn('h2');
  }

  #choose(t, missing) {
    const left = (s) => missing.filter(({ section }) => section === s).length;
    const current = this.#shown[0].code;
    return html`<div class="field"><label for="section">${t.checklist.section}</label>
      <select id="section" @change=${(e) => this.#turn(e.target.value)}>${this.#sections.map((s) => html`
        <option value=${s.code} ?selected=${s.code === current}>${left(s) ? '' : '✓ '}${this.pick(s)}${left(s) ? t.checklist.left(left(s)) : ''}</option>`)}</select></div>`;
  }

  #rest(t) {
    if (this.checklist.template.check !== 'daily') return nothing;
    const rest = this.#items.filter(({ item }) => item.answer === 'pass_fail' && !item.figures && !isAnswered(item, this.draft.answers[item.code])).length;
    return html`${rest ? html`<div class="all stack tight"><button type="button" id="pass-rest" class="wide" @click=${this.#passRest}>${t.checklist.passRest(rest)}</button>
        <p class="small soft">${t.checklist.passRestHint}</p></div>` : nothing}
      <p class="message row said" role="status">${this.passed ? html`<span class="grow">${t.checklist.passedRest(this.passed.length)}</span>
        <button type="button" class="quiet" id="undo" @click=${this.#undo}>${t.checklist.undo}</button>` : ''}</p>`;
  }

  /** A re-inspection looks at some; more of them can be added. */
  #more(t) {
    if (!this.draft.asked) return nothing;
    const others = itemsOf(this.checklist).filter(({ item }) => !this.draft.asked.includes(item.code));
    if (!others.length) return nothing;
    const add = (event) => {
      const code = event.target.value;
      event.target.value = '';
      this.emit('change', { asked: [...this.draft.asked, code] });
      this.updateComplete.then(() => this.show(code));
    };
    return html`<div class="field"><label for="add-item">${t.checklist.addItem}</label><p class="hint" id="add-hint">${t.checklist.addItemHint}</p>
      <select id="add-item" aria-describedby="add-hint" @change=${add}><option value="">${t.common.choose}</option>
        ${others.map(({ item }) => html`<option value=${item.code}>${this.pick(item, 'text')}</option>`)}</select></div>`;
  }

  #item(entry) {
    const { item } = entry;
    const number = itemsOf(this.checklist).findIndex((other) => other.item === item) + 1;
    return html`<sv-check-item data-item=${item.code} .item=${item} .number=${number} .answer=${this.draft.answers[item.code] ?? {}}
      .scoring=${this.checklist.scoring} .bases=${this.checklist.bases} .client=${this.client} .photos=${this.photos} ?hold=${this.hold} .room=${photosRoom(this.draft.answers, item.code)} ?failed=${this.failed.includes(item.code)}
      .fault=${this.faults[item.code] ?? ''} @answered=${(e) => this.#answer(e.detail.code, e.detail.change)}></sv-check-item>`;
  }

  #section(section) {
    const entries = this.#items.filter((entry) => entry.section === section);
    return html`<section class="stack" aria-labelledby="s-${section.code}"><h2 id="s-${section.code}" tabindex="-1">${this.pick(section)}</h2>
      ${repeat(entries, ({ item }) => item.code, (entry) => this.#item(entry))}</section>`;
  }

  #turns(t) {
    const sections = this.#sections;
    const at = sections.indexOf(this.#shown[0]);
    const last = this.#short || at === sections.length - 1;
    return html`<div class="turn">
      ${this.#short || at === 0 ? nothing : html`<button type="button" id="previous" @click=${() => this.#turn(sections[at - 1].code)}>‹ ${this.pick(sections[at - 1])}</button>`}
      ${last ? html`<button type="button" class="primary" id="finish" @click=${() => this.emit('finish')}>${t.checklist.finish} ›</button>`
        : html`<button type="button" class="primary" id="onward" @click=${() => this.#turn(sections[at + 1].code)}>${this.pick(sections[at + 1])} ›</button>`}</div>
      ${last ? nothing : html`<button type="button" class="quiet wide" id="finish" @click=${() => this.emit('finish')}>${t.checklist.finish} ›</button>`}`;
  }

  render() {
    const t = this.t;
    const progress = this.#progress;
    return html`<div class="stack">
      <sv-check-progress .done=${progress.done} .total=${progress.total} .title=${this.pick(this.checklist.template)} .saved=${this.saved} @next=${this.#next}></sv-check-progress>
      ${this.#short ? nothing : this.#choose(t, progress.missing)}
      ${this.#rest(t)}
      ${this.#shown.map((section) => this.#section(section))}
      ${this.#more(t)}
      ${this.#turns(t)}</div>`;
  }
}
customElements.define('sv-checklist', Checklist);
