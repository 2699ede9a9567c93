// One check of the calendar: when, where, by whom, how it ended; the office excuses it here.
// Emits `changed` with the check as it is then.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { dateTime } from '../kit/format.js';
import { domainName, unitName } from '../campus/names.js';
import { phaseOf, windowText } from './occurrences.js';
import { pageUrl } from '../kit/pages.js';
import marks from './marks.js';
import { mark } from './occurrence-mark.js';
import '../kit/record-form.js';

const MAY_EXCUSE = ['office', 'admin'];
const NONE = {}; // what the form begins with
const MAY_CHECK = { self: ['unit'], office: ['inspector', 'office', 'admin'] };

export class OccurrenceCard extends Part {
  static properties = {
    occurrence: { attribute: false }, me: { attribute: false }, domains: { attribute: false }, units: { attribute: false }, places: { attribute: false }, excusing: { state: true },
  };
  static styles = [Part.styles, marks, css`
    article { display: grid; gap: 4px 12px; grid-template-columns: minmax(0, 1fr); }
    .what { display: grid; gap: 4px; grid-template-columns: minmax(0, 1fr); }
    .row { gap: 6px; }
    .actions { gap: 0 4px; margin-inline-start: -10px; }
    .actions .button { padding: 8px 10px; }
    .wide { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: center; justify-content: space-between; }
    .wide > .what { flex: 1 1 14rem; }
  `];

  #facts(t, o) {
    const place = this.places?.find((p) => p.id === o.place);
    return [domainName(this.language, this.domains, o), unitName(this.language, this.units, o.unit, o.unit_name), o.place && (this.pick(place) || o.place)]
      .filter(Boolean).join(' · ');
  }

  #ended(t, o) {
    const time = (iso) => dateTime(this.language, iso);
    return html`${o.done_at ? html`<p class="small soft">${t.calendar.doneAt} ${time(o.done_at)}</p>` : nothing}
      ${o.state === 'due' && o.until && o.until !== o.to ? html`<p class="small soft">${t.calendar.until} ${time(o.until)}</p>` : nothing}
      ${o.reason ? html`<p class="small"><span class="soft">${t.calendar.reason}</span> ${o.reason}${o.excused_by ? html` <span class="soft">（${o.excused_by}）</span>` : nothing}</p>` : nothing}`;
  }

  #actions(t, o, phase) {
    const role = this.me?.role ?? '';
    const open = ['due', 'overdue'].includes(phase);
    const links = [
      o.inspection && html`<a class="button quiet" href="${pageUrl('inspections')}#inspection=${o.inspection}">${t.calendar.report}</a>`,
      open && MAY_CHECK[o.by]?.includes(role) && html`<a class="button quiet" href="${pageUrl('inspect')}#due=${o.id}">${t.calendar.start}</a>`,
      (o.state === 'due' || o.state === 'missed') && MAY_EXCUSE.includes(role) && html`<button type="button" class="quiet" id="excuse" aria-expanded=${this.excusing ? 'true' : 'false'}
        @click=${this.#open}>${t.calendar.excuse}</button>`,
    ].filter(Boolean);
    return links.length ? html`<p class="row actions">${links}</p>` : nothing;
  }

  #open() {
    this.excusing = !this.excusing;
    if (this.excusing) this.focusOn('sv-record-form');
  }

  #form(t, o) {
    const fields = [{ name: 'reason', label: t.calendar.reason, widget: 'area', max: 200, required: true, hint: t.calendar.excuseHint }];
    return html`<sv-record-form .client=${this.client} .fields=${fields} .values=${NONE} .title=${t.calendar.excuse} .submit=${t.calendar.excuse}
      .send=${(body) => this.client.post(`occurrences/${encodeURIComponent(o.id)}/excuse`, body)}
      @sent=${(e) => this.#sent(e)} @cancelled=${() => { this.excusing = false; this.focusOn('#excuse'); }}></sv-record-form>`;
  }

  #sent(event) {
    event.stopPropagation();
    this.excusing = false;
    this.emit('changed', event.detail);
  }

  render() {
    const t = this.t;
    const o = this.occurrence;
    const phase = phaseOf(o);
    return html`<article data-occurrence=${o.id}><div class="wide"><div class="what"><p class="row">${mark(t, phase)}<span class="badge">${t.calendar[o.by] ?? o.by}</span>
        ${o.covert ? html`<span class="badge major">${t.calendar.covert}</span>` : nothing}${o.period ? html`<span class="badge">${o.period}</span>` : nothing}</p>
      <h4>${this.pick(o) || o.schedule}</h4><p class="small soft">${this.#facts(t, o)}</p>
      <p class="small soft">${t.calendar.window} ${windowText(t, this.language, o)}</p>${this.#ended(t, o)}</div>
      ${this.#actions(t, o, phase)}</div>${this.excusing ? this.#form(t, o) : nothing}</article>`;
  }
}
customElements.define('sv-occurrence', OccurrenceCard);
