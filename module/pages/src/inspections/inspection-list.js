// A page of reports to choose from. Emits `picked` with the id and `more`.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../kit/element.js';
import { shortTime } from '../kit/format.js';
import { isSelfCheck, lookOf, raisedOf } from './reports.js';
import { domainName, unitName } from '../campus/names.js';
import { percentText } from '../scoring/score-view.js';

export class InspectionList extends Part {
  static properties = { inspections: { attribute: false }, domains: { attribute: false }, units: { attribute: false }, selected: {}, hasMore: { type: Boolean } };
  static styles = [Part.styles, css`
    li + li { border-top: 1px solid var(--line); }
    li button {
      display: grid; gap: 4px 12px; width: 100%; text-align: start; justify-items: stretch; font-weight: 400; border: 0; border-radius: 0;
      padding: 14px 16px; background: transparent; border-inline-start: 4px solid transparent; grid-template-columns: minmax(0, 1fr) auto;
    }
    li button:hover { background: var(--well); }
    li button[aria-current="true"] { background: var(--accent-soft); border-inline-start-color: var(--accent); }
    li button:focus-visible { outline-offset: -3px; }
    .row { gap: 6px; }
    .name { font-weight: 650; }
    .score { text-align: end; font-variant-numeric: tabular-nums; font-weight: 680; font-size: 1.12rem; }
    .grade { justify-self: end; align-self: start; }
    .foot { grid-column: 1 / -1; }
    .empty { padding: 40px 16px; text-align: center; }
  `];

  #badges(t, k) {
    const raised = raisedOf(k).length;
    const waiting = !isSelfCheck(k) && !k.acknowledgement;
    return html`<span class="badge">${t.check[k.check] ?? k.check}</span>${isSelfCheck(k) && k.check !== 'daily' ? html`<span class="badge">${t.inspections.self}</span>` : nothing}
      ${raised ? html`<span class="badge serious">${t.inspections.raisedN(raised)}</span>` : nothing}
      ${waiting ? html`<span class="badge ${k.may_acknowledge ? 'late' : ''}">${t.inspections.toAcknowledge}</span>` : nothing}`;
  }

  #row(t, k) {
    const lang = this.language;
    return html`<li><button type="button" data-id=${k.id} aria-current=${k.id === this.selected ? 'true' : 'false'} @click=${() => this.emit('picked', k.id)}>
      <span class="name">${domainName(lang, this.domains, k)} · ${this.pick(k, 'template_name')}</span>
      <span class="score">${percentText(k.score?.percent)}</span>
      <span class="row">${this.#badges(t, k)}</span>
      <span class="badge grade ${lookOf(k.score)}">${k.score?.grade ? this.pick(k.score, 'grade_name') : t.inspections.noGrade}</span>
      <span class="small soft foot">${[unitName(lang, this.units, k.unit, k.unit_name), k.place_name, shortTime(lang, k.submitted_at), k.number].filter(Boolean).join(' · ')}</span>
    </button></li>`;
  }

  render() {
    const t = this.t;
    return html`${this.inspections?.length ? nothing : html`<p class="empty soft">${this.hasMore ? t.inspections.emptySoFar : t.inspections.empty}</p>`}
      <ol>${repeat(this.inspections ?? [], (k) => k.id, (k) => this.#row(t, k))}</ol>
      ${this.hasMore ? html`<button type="button" class="quiet wide" id="more" @click=${() => this.emit('more')}>${t.common.more}</button>` : nothing}`;
  }
}
customElements.define('sv-inspection-list', InspectionList);
