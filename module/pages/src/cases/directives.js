// 督办台账: the directives of the university and how far each is. Owns how the list is narrowed,
// which stands in the fragment; a row leads to its case at the desk.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fullDay } from '../kit/days.js';
import { listDirectives, summaryOf } from './ledger.js';
import { Listing } from '../kit/listing.js';
import { domainName, unitName } from '../campus/names.js';
import { pageUrl } from '../kit/pages.js';
import { StaffView } from '../kit/staff-view.js';
import { supervisionBadge } from './badges.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';

const FILTERS = ['supervision', 'domain', 'unit'];

export class SupervisionDirectives extends StaffView {
  static styles = [tokens, StaffView.styles, form, data, css`
    .card { padding: 0; overflow: hidden; min-height: 60vh; }
    .head { padding: 16px; border-bottom: 1px solid var(--line); display: grid; gap: 12px; }
    h1 { font-size: 1.3rem; }
    li + li { border-top: 1px solid var(--line); }
    li a { display: grid; gap: 4px 24px; grid-template-columns: minmax(0, 1fr); padding: 14px 16px; color: inherit; text-decoration: none; }
    li a:hover { background: var(--well); }
    li a:focus-visible { outline-offset: -3px; }
    .what { font-weight: 650; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
    .selects { grid-template-columns: repeat(auto-fill, minmax(min(100%, 8rem), 1fr)); }
    .row { gap: 6px; }
    .empty { padding: 40px 16px; text-align: center; }
    .message { margin: 12px 16px; }
    @media (min-width: 900px) { li a { grid-template-columns: minmax(0, 1fr) 17rem 17rem; align-items: start; } }
    @media print { details, #more { display: none; } .card { box-shadow: none; } }
  `];

  main = new Listing(this);

  follow() {
    this.show(this.filtersOf(FILTERS));
  }

  load() {
    const { query } = this;
    return this.main.first((cursor) => listDirectives(this.client, query, cursor));
  }

  #filters(t) {
    return html`<div class="selects noprint">
      ${this.select('supervision', t.directives.where, Object.entries(t.directives.supervision))}
      ${this.domainSelect(t.directives.domain)}${this.unitSelect(t.directives.unit)}</div>`;
  }

  #row(t, row) {
    const lang = this.language;
    const d = row.ledger ?? {};
    const decided = [t.directives.sources[d.source], d.meeting, fullDay(lang, d.met_on)].filter(Boolean).join(' · ');
    const owner = [unitName(lang, this.units, row.unit, row.unit_name) || t.directives.noUnit, d.owner].filter(Boolean).join(' · ');
    return html`<li><a href="${pageUrl('desk')}#case=${row.case}" data-id=${row.case}>
      <span class="stack tight"><span class="what">${d.decided}</span><span class="small soft">${decided}</span></span>
      <span class="stack tight"><span>${owner}</span><span class="small soft">${domainName(lang, this.domains, row)}</span></span>
      <span class="stack tight"><span class="row">${supervisionBadge(t, d.supervision)}${d.urges ? html`<span class="small soft">${t.directives.urges(d.urges)}</span>` : nothing}</span>
        <span class="small">${summaryOf(t, d)}</span></span></a></li>`;
  }

  render() {
    const t = this.t;
    const { value: list, error: fault } = this.main;
    return html`<section class="card" aria-busy=${this.main.busy ? 'true' : 'false'}>
      <div class="head"><div><h1>${t.directives.title}</h1><p class="small soft">${t.directives.lead}</p></div>${this.#filters(t)}</div>
      ${this.main.faults(this, () => this.again(), t.directives.unreadable)}
      ${!list && !fault ? html`<p class="message" role="status">${t.common.loading}</p>` : nothing}
      ${list && !list.list.length ? html`<p class="empty soft">${list.cursor ? t.directives.emptySoFar : t.directives.empty}</p>` : nothing}
      <ol aria-label=${t.directives.list}>${repeat(list?.list ?? [], (row) => row.case, (row) => this.#row(t, row))}</ol>
      ${list?.cursor ? html`<button type="button" class="quiet wide" id="more" @click=${() => this.main.more()}>${t.common.more}</button>` : nothing}</section>`;
  }
}
customElements.define('supervision-directives', SupervisionDirectives);
