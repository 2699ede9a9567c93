// The sections of a rulebook with their items, and the search in them. On a phone the facts of an
// item are folded away, except on paper.
import { css, html, nothing } from 'lit';
import { several } from '../kit/format.js';
import { Part } from '../kit/element.js';
import { basesOf, basisText, daysOrLess, found, itemsOf, boundsOf } from './rules.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';

const WIDE = matchMedia('(min-width: 860px)');

export class RulebookItems extends Part {
  static properties = { book: { attribute: false }, words: { state: true }, printing: { state: true } };
  static styles = [Part.styles, form, data, css`
    .titled { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
    h2:focus { outline: none; }
    .items > li { padding: 16px 0; border-top: 1px solid var(--line); display: grid; gap: 10px; grid-template-columns: minmax(0, 1fr); }
    .items > li:last-child { padding-bottom: 0; }
    h3 { line-height: 1.5; }
    .items .stack { align-content: start; }
    dl.facts { grid-template-columns: minmax(5.5em, max-content) minmax(0, 1fr); font-size: .875rem; line-height: 1.6; align-content: start; }
    @media (min-width: 860px) { .items > li { grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); gap: 10px 28px; } }
    .find { display: grid; gap: 6px; grid-template-columns: minmax(0, 1fr); }
    @media print { .items > li { break-inside: avoid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); } }
  `];

  #onWide = () => this.requestUpdate();
  #onPrint = () => {
    this.printing = true;
    this.performUpdate(); // the printer does not wait
  };

  constructor() {
    super();
    this.words = '';
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('beforeprint', this.#onPrint);
    WIDE.addEventListener('change', this.#onWide);
  }

  disconnectedCallback() {
    removeEventListener('beforeprint', this.#onPrint);
    WIDE.removeEventListener('change', this.#onWide);
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (changed.has('book') && changed.get('book')) this.words = '';
  }

  /** The heading of a section, for whoever leads there. */
  at(code) {
    return this.renderRoot.querySelector(`#s-${CSS.escape(code)}`);
  }

  #answer(t, item) {
    const kind = t.answer[item.answer] ?? item.answer;
    const limits = boundsOf(t, item);
    return [item.figures ? t.rulebook.figures[item.figures] : limits ? `${kind} ${limits}` : kind, item.by_code && !item.figures && t.rulebook.byCode]
      .filter(Boolean).join(' · ');
  }

  #category(item) {
    return this.pick((this.book.categories ?? []).find((c) => c.code === item.category)) || item.category;
  }

  #facts(t, item) {
    const bases = basesOf(this.book, item.basis);
    const rows = [
      [t.rulebook.answer, this.#answer(t, item)],
      [t.rulebook.evidence, several(this.language, (item.evidence ?? []).map((e) => t.evidence[e] ?? e))],
      [t.rulebook.fix, item.fix_min && daysOrLess(t, item.fix_min)],
      [t.rulebook.category, item.category && this.#category(item)],
      [t.rulebook.basis, bases.length ? html`${bases.map((b) => html`<div>${basisText(this.language, b)} <span class="soft">${t.rulebook.kind[b.kind] ?? ''}</span></div>`)}` : t.rulebook.noBasis],
    ].filter(([, value]) => value);
    const facts = html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
    return WIDE.matches || this.printing ? facts : html`<details><summary class="small">${t.rulebook.facts}</summary>${facts}</details>`;
  }

  #item(t, item) {
    const how = this.pick(item, 'how');
    return html`<li data-item=${item.code}><div class="stack tight">
      <h3>${this.pick(item, 'text')}</h3>
      <p class="row">${item.veto ? html`<span class="badge critical">${t.rulebook.veto}</span>` : nothing}
        ${item.critical ? html`<span class="badge serious">${t.rulebook.critical}</span>` : nothing}
        <span class="badge">${t.rulebook.weight(item.weight ?? 0)}</span></p>
      ${how ? html`<p class="small"><span class="soft">${t.rulebook.how}</span> ${how}</p>` : nothing}</div>
      ${this.#facts(t, item)}</li>`;
  }

  #section(t, section) {
    return html`<section class="card stack" data-section=${section.code}><div class="titled"><h2 id="s-${section.code}" tabindex="-1">${this.pick(section)}</h2>
      <span class="small soft">${t.rulebook.sectionWeight(section.weight ?? 0)} · ${t.rulebook.items(section.items.length)}</span></div>
      <ol class="items">${section.items.map((item) => this.#item(t, item))}</ol></section>`;
  }

  render() {
    const t = this.t;
    const all = itemsOf(this.book).length;
    if (!all) return html`<p class="card soft">${t.rulebook.none}</p>`;
    const sections = found(this.book, this.words);
    const n = sections.reduce((sum, s) => sum + s.items.length, 0);
    return html`<div class="stack"><search class="card find noprint"><label for="search"><strong>${t.rulebook.search}</strong></label>
        <input type="search" id="search" placeholder=${t.rulebook.searchHint} autocomplete="off" .value=${this.words} @input=${(e) => { this.words = e.target.value; }}>
        <p class="small soft" role="status">${this.words.trim() ? t.rulebook.found(n) : t.rulebook.items(all)}</p></search>
      ${n ? sections.map((s) => this.#section(t, s)) : html`<p class="card soft">${t.rulebook.nothing}</p>`}</div>`;
  }
}
customElements.define('sv-rulebook-items', RulebookItems);
