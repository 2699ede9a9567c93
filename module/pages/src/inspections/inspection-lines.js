// The lines of a report: what was found at each item, what it cost and why, its photos, and the
// case that it became or may still become. Emits `changed` with the inspection as it is then.
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { Part } from '../kit/element.js';
import { dateTime } from '../kit/format.js';
import { raisedOf } from './reports.js';
import { pageUrl } from '../kit/pages.js';
import { percentText } from '../scoring/score-view.js';
import '../evidence/gallery.js';
import '../kit/record-form.js';

const LOOK = { failed: 'bad', partial: 'serious', full: 'good' };
const NONE = {};

export class InspectionLines extends Part {
  static properties = { inspection: { attribute: false }, raising: { state: true } };
  static styles = [Part.styles, css`
    .lines > li { border-top: 1px solid var(--line); padding: 14px 0; display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }
    .lines > li:last-child { padding-bottom: 0; }
    h3 { display: flex; gap: 8px; align-items: baseline; }
    h4 { line-height: 1.5; }
    .row { gap: 6px; }
    dl.facts { grid-template-columns: minmax(4.2em, max-content) minmax(0, 1fr); }
    .amount { font-variant-numeric: tabular-nums; }
  `];

  willUpdate(changed) {
    if (changed.has('inspection') && changed.get('inspection')?.id !== this.inspection?.id) this.raising = '';
  }

  #answer(line) {
    return (this.inspection.answers ?? []).find((a) => a.item === line.item) ?? {};
  }

  #marks(t, line) {
    return html`<p class="row"><span class="badge ${LOOK[line.outcome] ?? ''}">${t.outcome[line.outcome] ?? line.outcome}</span>
      ${line.veto ? html`<span class="badge critical">${t.inspections.veto}</span>` : nothing}${line.critical ? html`<span class="badge critical">${t.inspections.critical}</span>` : nothing}
      ${line.repeats ? html`<span class="badge serious">${t.inspections.repeats(line.repeats)}</span>` : nothing}
      ${line.outcome === 'skipped' ? nothing : html`<span class="small soft amount">${t.inspections.pointsOf(percentText(line.points), percentText(line.weight))}${line.lost
        ? html` · ${t.inspections.lost(percentText(line.lost), line.factor ?? 1)}` : nothing}</span>`}</p>`;
  }

  #facts(t, line, answer) {
    const rows = [
      [t.inspections.answer, this.pick(line, 'answer')], [t.inspections.note, answer.note], ['', this.pick(line, 'explanation')],
      [t.inspections.basis, line.basis?.length && html`${line.basis.map((b) => html`<div>${b}</div>`)}`],
    ].filter(([, value]) => value);
    return rows.length ? html`<dl class="facts small">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>` : nothing;
  }

  #case(t, line) {
    const raised = raisedOf(this.inspection).find((r) => r.item === line.item);
    if (raised) {
      return html`<p class="row small" data-raised=${raised.case}><span class="badge major">${t.inspections.raisedCase}</span><a href="${pageUrl('desk')}#case=${raised.case}">${raised.case}</a>
        ${raised.notice_number ? html`<span>${raised.notice_number}</span>` : nothing}${raised.rectify_by ? html`<span class="soft">${t.inspections.rectifyBy(dateTime(this.language, raised.rectify_by))}</span>` : nothing}</p>`;
    }
    if (!this.inspection.may_raise || !this.inspection.proposed?.includes(line.item)) return nothing;
    if (this.raising === line.item) return this.#form(t, line);
    return html`<p class="row"><button type="button" data-raise=${line.item} @click=${() => { this.raising = line.item; this.focusOn('sv-record-form'); }}>${t.inspections.propose}</button>
      <span class="small soft">${t.inspections.proposed}</span></p>`;
  }

  #form(t, line) {
    const fields = [
      { name: 'facts', label: t.inspections.facts, widget: 'area', max: 2000, hint: t.inspections.factsHint },
      { name: 'requirement', label: t.inspections.requirement, widget: 'area', max: 2000, hint: t.inspections.requirementHint },
      { name: 'severity', label: t.inspections.severity, widget: 'select', options: Object.entries(t.severity), hint: t.inspections.severityHint },
      { name: 'rectify_by', label: t.inspections.rectify, widget: 'time', hint: t.inspections.rectifyHint },
      { name: 'signature', label: t.inspections.signer, max: 40, required: true },
    ];
    const send = ({ signature, ...raise }) => this.client.post(`inspections/${this.inspection.id}/raise`, { raise: { ...raise, item: line.item }, signature });
    return keyed(line.item, html`<sv-record-form .client=${this.client} .fields=${fields} .values=${NONE} .title=${t.inspections.raiseTitle(this.pick(line, 'text'))} .submit=${t.inspections.raiseSubmit} .send=${send}
      @sent=${(e) => this.#sent(e)} @cancelled=${() => { this.raising = ''; this.focusOn(`[data-raise="${CSS.escape(line.item)}"]`); }}></sv-record-form>`);
  }

  #sent(event) {
    event.stopPropagation();
    this.raising = '';
    this.emit('changed', { inspection: event.detail, said: this.t.inspections.raiseDone });
  }

  #line(t, line) {
    const answer = this.#answer(line);
    return html`<li data-line=${line.item}><div class="row">${this.#marks(t, line)}</div><h4>${this.pick(line, 'text')}</h4>${this.#facts(t, line, answer)}
      ${answer.evidence?.length ? html`<sv-gallery .client=${this.client} of="inspections/${this.inspection.id}" .ids=${answer.evidence}></sv-gallery>` : nothing}
      ${this.#case(t, line)}</li>`;
  }

  #group(t, outcome, title) {
    const lines = (this.inspection.score?.lines ?? []).filter((line) => line.outcome === outcome);
    if (!lines.length) return nothing;
    const list = html`<ol class="lines">${lines.map((line) => this.#line(t, line))}</ol>`;
    return typeof title === 'string' ? html`<div data-outcome=${outcome}><h3>${title} <span class="soft small">${lines.length}</span></h3>${list}</div>`
      : html`<details data-outcome=${outcome}><summary>${title(lines.length)}</summary>${list}</details>`;
  }

  render() {
    const t = this.t;
    const lost = (this.inspection.score?.lines ?? []).some((line) => line.outcome === 'failed' || line.outcome === 'partial');
    return html`<div class="stack">${lost ? nothing : html`<p class="soft">${t.inspections.noneLost}</p>`}
      ${this.#group(t, 'failed', t.inspections.failedLines)}${this.#group(t, 'partial', t.inspections.partialLines)}
      ${this.#group(t, 'full', t.inspections.fullLines)}${this.#group(t, 'skipped', t.inspections.skippedLines)}</div>`;
  }
}
customElements.define('sv-inspection-lines', InspectionLines);
