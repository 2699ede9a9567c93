// What became of a finished check: waiting to be sent, or its report. Emits `send` and `edit`.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { dateTime } from '../kit/format.js';
import { pick } from '../kit/i18n.js';
import { pageUrl } from '../kit/pages.js';
import { scoreStyles, scoreView } from '../scoring/score-view.js';

export class InspectSent extends Part {
  static properties = { draft: { attribute: false }, sending: { type: Boolean }, lasting: { type: Boolean }, waiting: {} };
  static styles = [Part.styles, scoreStyles, css`
    h1:focus { outline: none; }
    .number { font-weight: 650; font-size: 1.1rem; }
    ul.cases { display: grid; gap: 10px; }
    ul.cases li { border: 1px solid var(--line); border-radius: var(--radius-small); padding: 12px; display: grid; gap: 4px; }
    ul.cases a { display: inline-block; padding: 10px 0; }
  `];

  #queued(t) {
    return html`<section class="card stack"><h1 tabindex="-1">${t.inspect.queued}</h1>
      <p>${t.inspect.queuedLead(this.lasting)}</p>
      <p class="message ${this.sending ? '' : 'warn'}" id="waiting">${this.sending ? t.inspect.sending : this.waiting || t.inspect.waits}</p>
      <button type="button" class="primary wide" id="send-now" aria-disabled=${this.sending ? 'true' : 'false'} @click=${() => this.emit('send')}>${t.inspect.sendNow}</button>
      ${this.draft.attempt?.unknown || this.sending ? nothing : html`<button type="button" class="quiet wide" id="edit" @click=${() => this.emit('edit')}>${t.inspect.edit}</button>`}</section>`;
  }

  #cases(t, raised) {
    if (!raised?.length) return nothing;
    return html`<section class="card stack" aria-labelledby="raised"><h2 id="raised">${t.inspect.raised(raised.length)}</h2>
      <ul class="cases">${raised.map((r) => html`<li data-case=${r.case}>
        <span>${this.#textOf(r.item)}</span>
        <span class="small soft">${[r.severity && t.severity[r.severity], r.rectify_by && t.inspect.rectifyBy(dateTime(this.language, r.rectify_by))].filter(Boolean).join(' · ')}</span>
        ${r.notice_number ? html`<a target="_blank" rel="noopener" href=${this.client.url(`cases/${r.case}/notice.html`)}>${r.notice_number}</a>` : nothing}
        <a href="${pageUrl('desk')}#case=${r.case}">${t.inspect.openCase}<span class="visually-hidden"> ${r.case}</span></a></li>`)}</ul></section>`;
  }

  #textOf(item) {
    return pick(this.language, this.draft.reply.texts?.[item], 'text') || item;
  }

  render() {
    const t = this.t;
    const { state, reply, names } = this.draft;
    if (state !== 'sent') return this.#queued(t);
    return html`<div class="stack"><section class="card stack"><h1 tabindex="-1">${t.inspect.done}</h1>
        <p class="number" id="number">${reply.number}</p>
        <p class="soft">${[pick(this.language, names?.template), pick(this.language, names?.unit)].filter(Boolean).join(' · ')}</p>
        ${reply.score ? scoreView(t, reply.score, (thing, member) => this.pick(thing, member)) : nothing}
        ${reply.case ? html`<p class="message ${reply.passed ? 'good' : 'warn'}">${reply.passed ? t.inspect.againPassed : t.inspect.againFailed}</p>` : nothing}
        <a class="button primary" id="report" target="_blank" rel="noopener" href=${this.client.url(`inspections/${reply.id}/report.html`)}>${t.inspect.report}</a></section>
      ${this.#cases(t, reply.raised)}</div>`;
  }

  focus() {
    this.focusOn('h1');
  }
}
customElements.define('sv-inspect-sent', InspectSent);
