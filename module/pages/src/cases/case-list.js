// A page of cases to choose from. Emits `picked` with the id and `more`.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../kit/element.js';
import { ago } from '../kit/format.js';
import { caseTitle, unitName } from '../campus/names.js';
import { dueBadge, severityBadge, stateBadge, supervisionBadge } from './badges.js';

export class CaseList extends Part {
  static properties = {
    cases: { attribute: false }, domains: { attribute: false }, units: { attribute: false }, selected: {}, hasMore: { type: Boolean }, empty: {},
  };
  static styles = [Part.styles, css`
    li + li { border-top: 1px solid var(--line); }
    li button {
      display: grid; gap: 6px; width: 100%; text-align: start; justify-items: stretch; font-weight: 400; border: 0; border-radius: 0;
      padding: 14px 16px; background: transparent; border-inline-start: 4px solid transparent; grid-template-columns: minmax(0, 1fr);
    }
    li button:hover { background: var(--well); }
    li button[aria-current="true"] { background: var(--accent-soft); border-inline-start-color: var(--accent); }
    li button:focus-visible { outline-offset: -3px; }
    .text { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; white-space: normal; }
    .row { gap: 6px; }
    .name { font-weight: 650; }
    .id { white-space: nowrap; }
    .empty { padding: 40px 16px; text-align: center; }
  `];

  #held = ''; // the row that has the focus, by id and by its place in the list
  #at = -1;

  willUpdate(changed) {
    if (!changed.has('cases')) return;
    this.#held = this.renderRoot?.activeElement?.dataset.id ?? '';
    this.#at = (changed.get('cases') ?? []).findIndex((k) => k.id === this.#held);
  }

  /** A row that was moved or went away must not take the focus of who is in it with it. */
  updated() {
    const held = this.#held;
    this.#held = '';
    if (!held || this.renderRoot.activeElement?.dataset.id === held) return;
    const rows = [...this.renderRoot.querySelectorAll('[data-id]')];
    const row = rows.find((r) => r.dataset.id === held) ?? rows[Math.min(this.#at, rows.length - 1)];
    row?.focus({ preventScroll: true });
  }

  #row(t, k, now) {
    const lang = this.language;
    return html`<li><button type="button" data-id=${k.id} aria-current=${k.id === this.selected ? 'true' : 'false'} @click=${() => this.emit('picked', k.id)}>
      <span class="row">${severityBadge(t, k.severity)}${stateBadge(t, k.state)}${supervisionBadge(t, k.ledger?.supervision)}${dueBadge(t, k, now)}</span>
      <span class="name">${caseTitle(lang, this.domains, k)}</span>
      <span class="text">${k.text}</span>
      <span class="small soft">${[k.place_name, unitName(lang, this.units, k.unit, k.unit_name), ago(t, k.submitted_at, now)].filter(Boolean).join(' · ')}
        · <span class="id">${k.id}</span></span>
    </button></li>`;
  }

  // Keyed by id: a list that changes under the finger must not hand the touch to another case.
  render() {
    const t = this.t;
    const now = Date.now();
    return html`${this.cases?.length ? nothing : html`<p class="empty soft">${this.hasMore ? t.desk.emptySoFar : this.empty}</p>`}
      <ol>${repeat(this.cases ?? [], (k) => k.id, (k) => this.#row(t, k, now))}</ol>
      ${this.hasMore ? html`<button type="button" class="quiet wide" @click=${() => this.emit('more')}>${t.common.more}</button>` : nothing}`;
  }
}
customElements.define('sv-case-list', CaseList);
