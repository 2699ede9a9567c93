// One unit's standing: its trend over the months and the parts of each domain, as charts and as
// tables with the same numbers.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { monthName } from '../kit/format.js';
import { unitName } from '../campus/names.js';
import { pageUrl } from '../kit/pages.js';
import data from '../kit/styles/data.js';
import '../kit/chart.js';
import { partsOption, trendOption } from './standing-charts.js';

export class StandingUnit extends Part {
  static properties = { standing: { attribute: false }, names: { attribute: false } };
  static styles = [Part.styles, data, css`
    .big { font-size: 2.6rem; font-weight: 680; line-height: 1.1; font-variant-numeric: tabular-nums; }
    .pair { display: grid; gap: 16px 24px; grid-template-columns: minmax(0, 1fr); align-items: start; }
    @media (min-width: 900px) { .pair { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); } }
    .titled { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; justify-content: space-between; }
  `];

  get #name() {
    const s = this.standing;
    return unitName(this.language, this.names, s.unit, s.unit_name || s.unit);
  }

  #percent(t, thing) {
    return thing.applies ? `${thing.percent ?? 0}%` : html`<span class="soft small">${t.standing.noData}</span>`;
  }

  #trend(t, s) {
    const several = (s.domains ?? []).length > 1;
    const name = (d) => this.pick(d) || d.domain;
    const month = (period) => monthName(this.language, period);
    return html`<section class="card stack"><h2 id="trend">${t.standing.trend}</h2><div class="pair">
      <sv-chart tall .client=${this.client} label=${t.standing.trendOf(this.#name)} .draw=${(c) => trendOption(c, t, s, name)}></sv-chart>
      <div class="scroll" role="region" tabindex="0" aria-labelledby="trend"><table><thead><tr><th scope="col">${t.standing.month}</th>
        <th scope="col" class="n">${several ? t.standing.all : t.standing.percent}</th>${several ? s.domains.map((d) => html`<th scope="col" class="n">${name(d)}</th>`) : nothing}</tr></thead>
        <tbody>${(s.months ?? []).map((m) => html`<tr><th scope="row">${month(m.period)}</th><td class="n">${this.#percent(t, m)}</td>
          ${several ? s.domains.map((d) => html`<td class="n">${this.#percent(t, (m.domains ?? []).find((x) => x.domain === d.domain) ?? {})}</td>`) : nothing}</tr>`)}</tbody></table></div></div></section>`;
  }

  #made(t, p) {
    if (!p.applies) return '';
    return p.name === 'inspections' ? t.standing.times(p.denominator ?? 0) : t.standing.share(Math.round((p.numerator ?? 0) * 10) / 10, p.denominator ?? 0);
  }

  #domain(t, d) {
    const name = this.pick(d) || d.domain;
    const parts = d.parts ?? [];
    return html`<section class="card stack" data-domain=${d.domain}><div class="titled"><h2 id="d-${d.domain}">${name} · ${t.standing.parts}</h2>
        <p class="row"><strong>${this.#percent(t, d)}</strong><a class="small" href="${pageUrl('rulebook')}#${d.domain}">${t.standing.ruleLink}</a></p></div>
      <div class="pair"><sv-chart .client=${this.client} label=${t.standing.partsOf(name)} .draw=${(c) => partsOption(c, t, parts, (p) => this.pick(p, 'label'))}></sv-chart>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="d-${d.domain}"><table><thead><tr><th scope="col">${t.standing.part}</th><th scope="col" class="n">${t.standing.score}</th>
          <th scope="col" class="n">${t.standing.weight}</th><th scope="col">${t.standing.made}</th></tr></thead>
          <tbody>${parts.map((p) => html`<tr data-part=${p.name}><th scope="row">${this.pick(p, 'label')}</th><td class="n">${this.#percent(t, p)}</td><td class="n">${p.weight ?? 0}%</td>
            <td>${this.#made(t, p)}</td></tr>`)}</tbody></table></div></div>
      <p class="small soft">${t.standing.version(d.rulebook_version ?? '')}</p></section>`;
  }

  render() {
    const t = this.t;
    const s = this.standing;
    return html`<article class="stack"><section class="card titled"><div><h2 id="unit-name">${this.#name}</h2>
        <p class="soft small">${t.standing.of(monthName(this.language, s.from), monthName(this.language, s.to))}</p></div><p class="big">${this.#percent(t, s)}</p></section>
      ${(s.months ?? []).length > 1 ? this.#trend(t, s) : nothing}
      ${(s.domains ?? []).map((d) => this.#domain(t, d))}
      <p class="small soft">${t.standing.rule}</p></article>`;
  }
}
customElements.define('sv-standing-unit', StandingUnit);
