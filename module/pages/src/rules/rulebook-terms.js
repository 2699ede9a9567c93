// What else a rulebook says: checklists, grades, weights of the standing, deadlines, categories,
// bases. Each a table in a box of its own.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { basisText, daysOrLess, sizeOf } from './rules.js';
import data from '../kit/styles/data.js';

const PARTS = ['inspections', 'on_time', 'not_reopened', 'satisfaction', 'checks_done'];

export class RulebookTerms extends Part {
  static properties = { book: { attribute: false } };
  static styles = [Part.styles, data, css`
    h2:focus { outline: none; }
    li { list-style: disc; margin-inline-start: 1.2em; }
    td { min-width: 4.5em; }
    [data-term="templates"] td:nth-child(4), [data-term="categories"] td:nth-child(3), [data-term="categories"] td:nth-child(5), [data-term="deadlines"] td:nth-child(5) { min-width: 15em; }
    [data-term="bases"] th { min-width: 14em; }
  `];

  at(code) {
    return this.renderRoot.querySelector(`#t-${code}`);
  }

  #block(code, body) {
    return html`<section class="card stack" data-term=${code}><h2 id="t-${code}" tabindex="-1">${this.t.rulebook[code]}</h2>${body}</section>`;
  }

  #table(code, heads, rows) {
    return html`<div class="scroll" role="region" tabindex="0" aria-labelledby="t-${code}"><table><thead><tr>${heads.map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
      <tbody>${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
  }

  #templates(t, book) {
    const section = (code) => t.rulebook.whole(this.pick(book.sections?.find((s) => s.code === code)) || code);
    const item = (code) => this.pick(book.sections?.flatMap((s) => s.items ?? []).find((i) => i.code === code), 'text') || code;
    const what = (template) => html`<details><summary>${[...(template.sections ?? []).map(section), template.items?.length && t.rulebook.items(template.items.length)].filter(Boolean).join(this.language === 'en' ? ', ' : '、')}</summary>
      <ul class="small">${(template.items ?? []).map((code) => html`<li>${item(code)}</li>`)}${(template.sections ?? []).map((code) => html`<li>${section(code)}</li>`)}</ul></details>`;
    const rows = (book.templates ?? []).map((x) => [this.pick(x), t.check[x.check] ?? x.check, sizeOf(book, x), what(x)]);
    return rows.length ? this.#block('templates', this.#table('templates', [t.rulebook.name, t.rulebook.check, t.rulebook.size, t.rulebook.what], rows)) : nothing;
  }

  #scoring(t, book) {
    const s = book.scoring;
    if (!s) return nothing;
    const cap = s.grades?.find((g) => g.code === s.critical_cap);
    const basis = (book.bases ?? []).find((b) => b.code === s.basis);
    const rules = [
      cap && t.rulebook.criticalCap(this.pick(cap)), s.critical_none && t.rulebook.criticalNone(s.critical_none), t.rulebook.vetoRule,
      s.repeat_factor > 1 && t.rulebook.repeat(s.repeat_window_days ?? 0, s.repeat_factor), t.rulebook.failedBelow(Math.round((s.failed_below || 0.6) * 100)),
      basis && `${t.rulebook.basis}${this.language === 'en' ? ': ' : '：'}${basisText(this.language, basis)}`,
    ].filter(Boolean);
    return this.#block('scoring', html`${this.#table('scoring', [t.rulebook.grade, t.rulebook.from], (s.grades ?? []).map((g) => [this.pick(g), `${g.at_least ?? 0}%`]))}
      <ul>${rules.map((rule) => html`<li>${rule}</li>`)}</ul>`);
  }

  #standing(t, book) {
    const s = book.scoring?.standing;
    if (!s) return nothing;
    const rows = PARTS.filter((p) => s[p]).map((p) => [t.rulebook.part[p], `${s[p]}%`, t.rulebook.partWhat[p]]);
    return this.#block('standing', html`${this.#table('standing', [t.rulebook.name, t.rulebook.share, t.rulebook.what], rows)}<p class="small soft">${t.rulebook.partRule}</p>`);
  }

  #basisOf(book, code) {
    const basis = (book.bases ?? []).find((b) => b.code === code);
    return basis ? basisText(this.language, basis) : code;
  }

  #deadlines(t, book) {
    const rows = (book.deadlines ?? []).map((d) => [t.severity[d.severity] ?? d.severity, daysOrLess(t, d.sign_min ?? 0), daysOrLess(t, d.rectify_min ?? 0),
      t.rulebook.clock[d.clock] ?? '', this.#basisOf(book, d.basis)]);
    return rows.length ? this.#block('deadlines', this.#table('deadlines', [t.rulebook.severity, t.rulebook.sign, t.rulebook.rectify, t.rulebook.minutes, t.rulebook.basis], rows)) : nothing;
  }

  #categories(t, book) {
    const focus = (code) => this.pick(book.sections?.find((s) => s.code === code)) || code;
    const rows = (book.categories ?? []).map((c) => [this.pick(c), t.severity[c.severity] ?? '', this.pick(c, 'standard'), c.section ? focus(c.section) : '',
      (c.basis ?? []).map((code) => html`<div>${this.#basisOf(book, code)}</div>`)]);
    return rows.length ? this.#block('categories', this.#table('categories', [t.rulebook.name, t.rulebook.severity, t.rulebook.standard, t.rulebook.ofSection, t.rulebook.basis], rows)) : nothing;
  }

  #bases(t, book) {
    const rows = (book.bases ?? []).map((b) => [(this.language === 'en' && b.title_en) || b.title, b.clause ?? '', t.rulebook.kind[b.kind] ?? '']);
    return rows.length ? this.#block('bases', this.#table('bases', [t.rulebook.name, t.rulebook.clause, t.rulebook.kindOf], rows)) : nothing;
  }

  render() {
    const t = this.t;
    const book = this.book;
    return html`<div class="stack">${this.#templates(t, book)}${this.#scoring(t, book)}${this.#standing(t, book)}
      ${this.#deadlines(t, book)}${this.#categories(t, book)}${this.#bases(t, book)}</div>`;
  }
}
customElements.define('sv-rulebook-terms', RulebookTerms);
