// One report of an inspection: score, sections, lines, cases made of it, and the unit's
// acknowledgement. Emits `changed` with { inspection, said }.
import { css, html, nothing, svg } from 'lit';
import { Part } from '../kit/element.js';
import { dateTime, several } from '../kit/format.js';
import { isSelfCheck, lookOf, raisedOf } from './reports.js';
import { domainName, unitName } from '../campus/names.js';
import { pageUrl } from '../kit/pages.js';
import data from '../kit/styles/data.js';
import { percentText, scoreStyles } from '../scoring/score-view.js';
import './inspection-lines.js';
import '../kit/record-form.js';

const NONE = {};
const BAR = { good: 'good', serious: 'warn', bad: 'bad' };

export class InspectionDetail extends Part {
  static properties = { inspection: { attribute: false }, domains: { attribute: false }, units: { attribute: false } };
  static styles = [Part.styles, data, scoreStyles, css`
    h2:focus { outline: none; }
    header h2 { font-size: 1.3rem; }
    .sections { display: grid; gap: 12px 28px; grid-template-columns: minmax(0, 1fr); }
    @media (min-width: 620px) { .sections { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
    .sections li { display: grid; gap: 3px; grid-template-columns: minmax(0, 1fr) auto; }
    .sections .bar { grid-column: 1 / -1; }
    .number { font-variant-numeric: tabular-nums; }
    code { overflow-wrap: anywhere; font-family: ui-monospace, "SF Mono", "Cascadia Mono", monospace; }
    .row { gap: 6px 10px; }
  `];

  #score(t, k) {
    const score = k.score ?? {};
    const capped = score.cap === 'veto' && score.arithmetic !== score.percent;
    return html`<p class="score"><span class="percent">${percentText(score.percent)}<small> ${t.inspections.points}</small></span>
        <span class="grade badge ${lookOf(score)}">${score.grade ? this.pick(score, 'grade_name') : t.inspections.noGrade}</span>
        ${capped ? html`<span class="small soft">${t.inspections.arithmetic(percentText(score.arithmetic))}</span>` : nothing}</p>
      ${this.pick(score, 'explanation') ? html`<p class="text">${this.pick(score, 'explanation')}</p>` : nothing}`;
  }

  #head(t, k) {
    const lang = this.language;
    return html`<section class="card stack"><header class="stack tight"><p class="small soft number">${k.number}</p>
        <h2 tabindex="-1">${domainName(lang, this.domains, k)} · ${this.pick(k, 'template_name')}</h2>
        <p class="row"><span class="badge">${t.check[k.check] ?? k.check}</span>${isSelfCheck(k) ? html`<span class="badge">${t.inspections.self}</span>` : nothing}
          ${k.case ? html`<span class="badge ${k.passed ? 'good' : 'bad'}">${k.passed ? t.inspections.passed : t.inspections.notPassed}</span>` : nothing}
          <span>${[unitName(lang, this.units, k.unit, k.unit_name), k.place_name, k.place_detail].filter(Boolean).join(' · ')}</span></p></header>
      ${this.#score(t, k)}
      ${k.summary ? html`<div><h3>${t.inspections.summary}</h3><p class="text">${k.summary}</p></div>` : nothing}
      <p><a class="button" id="report" target="_blank" rel="noopener" href=${this.client.url(`inspections/${k.id}/report.html`)}>${t.inspections.print}</a></p></section>`;
  }

  #section(t, s) {
    const percent = s.percent ?? 0;
    const look = BAR[lookOf({ grade: 'any', percent })];
    return html`<li><span>${this.pick(s)} <span class="small soft">${s.applies ? t.inspections.weight(s.weight ?? 0) : t.inspections.notApplied}</span>
        ${s.failed ? html`<span class="badge bad">${t.inspections.failedN(s.failed)}</span>` : nothing}</span><strong class="number">${s.applies ? `${percentText(percent)}%` : '—'}</strong>
      <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${s.applies ? svg`<rect class=${look} height="10" width=${percent}></rect>` : nothing}</svg></li>`;
  }

  #participants(t, k) {
    return several(this.language, (k.participants ?? []).map((p) => [t.participant[p.kind], p.organisation, p.name].filter(Boolean).join(' ')));
  }

  #facts(t, k) {
    const time = (iso) => dateTime(this.language, iso);
    const rows = [
      [t.inspections.signature, [k.signature, unitName(this.language, this.units, k.inspector_unit)].filter(Boolean).join(' · ')],
      [t.inspections.started, time(k.started_at)], [t.inspections.submitted, time(k.submitted_at)],
      [t.inspections.ways, several(this.language, (k.tags ?? []).map((tag) => t.tag[tag] ?? tag))], [t.inspections.participants, this.#participants(t, k)],
      [t.inspections.again, k.case && html`<a href="${pageUrl('desk')}#case=${k.case}">${k.case}</a>`],
      [t.inspections.rules, k.score?.rulebook_version && html`<a href="${pageUrl('rulebook')}#${k.domain}">${k.score.rulebook_version}</a>`],
      [t.inspections.digest, k.digest && html`<code class="small">${k.digest}</code>`],
    ].filter(([, value]) => value);
    return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  #raised(t, k) {
    const raised = raisedOf(k);
    if (!raised.length) return nothing;
    const line = (item) => this.pick(k.score?.lines?.find((x) => x.item === item), 'text') || item;
    return html`<section class="card stack" id="raised"><h2>${t.inspections.raised} <span class="soft small">${raised.length}</span></h2><ol class="stack tight">${raised.map((r) => html`<li>
      <p>${line(r.item)}</p><p class="row small"><a href="${pageUrl('desk')}#case=${r.case}">${r.case}</a>${r.notice_number ? html`<span>${r.notice_number}</span>` : nothing}
        ${r.severity ? html`<span class="badge ${r.severity}">${t.severity[r.severity]}</span>` : nothing}${r.rectify_by ? html`<span class="soft">${t.inspections.rectifyBy(dateTime(this.language, r.rectify_by))}</span>` : nothing}</p></li>`)}</ol></section>`;
  }

  #acknowledgement(t, k) {
    const a = k.acknowledgement;
    const body = a ? html`<p>${t.inspections.by(a.receiver, dateTime(this.language, a.at))}</p>${a.comment ? html`<p class="text">${a.comment}</p>` : nothing}`
      : k.may_acknowledge ? this.#form(t, k) : html`<p class="soft">${isSelfCheck(k) ? t.inspections.selfNote : t.inspections.notYet}</p>`;
    return html`<section class="card stack" id="acknowledgement"><h2>${t.inspections.acknowledgement}</h2>${body}</section>`;
  }

  #form(t, k) {
    const fields = [
      { name: 'receiver', label: t.inspections.receiver, max: 40, required: true },
      { name: 'comment', label: t.inspections.comment, widget: 'area', max: 500 },
    ];
    return html`<p>${t.inspections.acknowledgeLead}</p><sv-record-form plain .client=${this.client} .fields=${fields} .values=${NONE} .title=${t.inspections.acknowledge} .submit=${t.inspections.acknowledge}
      .send=${(body) => this.client.post(`inspections/${k.id}/acknowledge`, body)} @sent=${(e) => this.#sent(e, t.inspections.acknowledgeDone)}></sv-record-form>`;
  }

  #sent(event, said) {
    event.stopPropagation();
    this.emit('changed', { inspection: event.detail, said });
  }

  render() {
    const t = this.t;
    const k = this.inspection;
    const sections = k.score?.sections ?? [];
    return html`<article class="stack">${this.#head(t, k)}
      ${k.may_acknowledge ? this.#acknowledgement(t, k) : nothing}
      ${sections.length > 1 ? html`<section class="card stack"><h2>${t.inspections.sections}</h2><ul class="sections">${sections.map((s) => this.#section(t, s))}</ul></section>` : nothing}
      <section class="card stack"><h2>${t.inspections.lines}</h2><sv-inspection-lines .client=${this.client} .inspection=${k}></sv-inspection-lines></section>
      ${this.#raised(t, k)}${k.may_acknowledge ? nothing : this.#acknowledgement(t, k)}
      <section class="card stack">${this.#facts(t, k)}</section></article>`;
  }

  focus() {
    this.focusOn('h2');
  }
}
customElements.define('sv-inspection', InspectionDetail);
