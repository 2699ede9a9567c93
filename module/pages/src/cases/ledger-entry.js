// A directive's entry in the ledger: what was decided, who owns it, and its milestones on a line,
// each with how late it was or is.
import { css, html, nothing } from 'lit';
import { fullDay } from '../kit/days.js';
import { dayOf } from '../kit/format.js';
import { latenessOf, summaryOf } from './ledger.js';
import { Part } from '../kit/element.js';
import '../evidence/gallery.js';

const OVER = ['closed', 'rejected', 'withdrawn', 'merged'];

export class LedgerEntry extends Part {
  static properties = { case: { attribute: false } };
  static styles = [Part.styles, css`
    li { border-inline-start: 2px solid var(--line); padding: 0 0 16px 16px; position: relative; display: grid; gap: 4px; }
    li::before { content: ""; position: absolute; left: -7px; top: .4em; width: 12px; height: 12px; border-radius: 50%; background: var(--card); border: 2px solid var(--line-strong); }
    li.reached::before { background: var(--good); border-color: var(--good); }
    li.late::before { border-color: var(--bad); }
    li:last-child { padding-bottom: 0; }
    .name { font-weight: 600; }
    .row { gap: 4px 10px; }
  `];

  /** When it was reported, where that was not the day on which it is said to have been reached. */
  #reported(t, m) {
    const day = dayOf(m.reported_at);
    return day && day !== m.reached ? ` · ${t.directives.reportedOn(fullDay(this.language, day))}` : nothing;
  }

  #milestone(t, m) {
    const lang = this.language;
    const lateness = latenessOf(t, m, OVER.includes(this.case.state));
    return html`<li class=${m.reached ? 'reached' : m.days_late ? 'late' : ''}>
      <p class="row"><span class="name">${m.name}</span><span class="badge ${lateness.look}">${lateness.words}</span></p>
      <p class="small soft">${t.directives.dueOn(fullDay(lang, m.due))}${m.reached ? ` · ${t.directives.reachedOn(fullDay(lang, m.reached))}` : nothing}${this.#reported(t, m)}${m.by ? ` · ${m.by}` : nothing}</p>
      ${m.note ? html`<p class="text">${m.note}</p>` : nothing}
      ${m.evidence?.length ? html`<sv-gallery .client=${this.client} of="cases/${this.case.id}" .ids=${m.evidence}></sv-gallery>` : nothing}</li>`;
  }

  render() {
    const t = this.t;
    const d = this.case.ledger;
    const facts = [
      [t.directives.source, t.directives.sources[d.source]],
      [t.directives.meeting, d.meeting],
      [t.directives.metOn, fullDay(this.language, d.met_on)],
      [t.directives.decided, d.decided !== this.case.text && d.decided],
      [t.directives.owner, d.owner],
    ].filter(([, value]) => value);
    return html`<div class="stack"><h2>${t.directives.entry}</h2>
      <p id="summary">${[summaryOf(t, d), d.urges ? t.directives.urges(d.urges) : ''].filter(Boolean).join(' · ')}</p>
      <dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      <h3>${t.directives.milestones}</h3>
      <ol>${(d.milestones ?? []).map((m) => this.#milestone(t, m))}</ol></div>`;
  }
}
customElements.define('sv-ledger', LedgerEntry);
