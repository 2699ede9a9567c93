// The events of a case, newest first, and whether their hash chain holds.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { fullDay } from '../kit/days.js';
import { dateTime } from '../kit/format.js';
import { withReceipt } from '../kit/api.js';
import { unitName } from '../campus/names.js';
import '../evidence/gallery.js';

export class History extends Part {
  static properties = {
    case: {}, version: {}, receipt: {}, // the id; a change of the version loads again
    units: { attribute: false }, links: { type: Boolean }, // links: related cases open on the desk
    history: { state: true }, error: { state: true },
  };
  static styles = [Part.styles, css`
    :host { min-height: 120px; }
    li { border-inline-start: 2px solid var(--line); padding: 0 0 14px 16px; position: relative; }
    li::before { content: ""; position: absolute; left: -6px; top: .5em; width: 10px; height: 10px; border-radius: 50%; background: var(--accent); }
    li:last-child { padding-bottom: 0; }
    .what { font-weight: 600; }
  `];

  updated(changed) {
    if (['client', 'case', 'version', 'receipt'].some((name) => changed.has(name))) this.#load();
  }

  async #load() {
    const of = this.case;
    if (!this.client || !of) return;
    try {
      const history = await this.client.get(`cases/${of}/history`, { headers: withReceipt(this.receipt) });
      if (of !== this.case) return;
      this.history = history;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  #related(t, e) {
    if (!e.related_case) return nothing;
    return html` <span class="related">${t.desk.relatedCase} ${this.links
      ? html`<a href="#case=${e.related_case}">${e.related_case}</a>` : e.related_case}</span>`;
  }

  #event(t, e) {
    const who = [t.desk.roles[e.role] ?? e.role, unitName(this.language, this.units, e.unit), e.user].filter(Boolean).join(' · ');
    return html`<li><p><span class="what">${t.event[e.action] || e.action_name || e.action}</span>${this.#related(t, e)}
        ${e.milestone ? html`<span class="soft"> ${t.directives.nth(e.milestone)} · ${t.directives.reachedOn(fullDay(this.language, e.reached))}</span>` : nothing}
        ${e.to && e.to !== e.from ? html`<span class="soft"> → ${t.state[e.to] ?? e.to}</span>` : nothing}
        ${e.rating ? html` ${t.common.stars(e.rating)}` : nothing}</p>
      <p class="small soft"><time datetime=${e.at}>${dateTime(this.language, e.at)}</time>${who ? ` · ${who}` : ''}${e.notice_number ? ` · ${e.notice_number}` : ''}</p>
      ${e.note ? html`<p class="text">${e.note}</p>` : nothing}
      ${e.evidence?.length ? html`<sv-gallery .client=${this.client} of="cases/${this.case}" .ids=${e.evidence} .receipt=${this.receipt}></sv-gallery>` : nothing}</li>`;
  }

  render() {
    const t = this.t;
    if (this.error) return html`<p class="message bad">${this.error.say(t, this.language)}</p>`;
    if (!this.history) return html`<p class="soft">${t.common.loading}</p>`;
    const events = [...(this.history.events ?? [])].reverse();
    return html`<div class="stack">
      <p>${this.history.intact ? html`<span class="badge good" id="intact">✓ ${t.desk.intact}</span>`
        : html`<span class="badge critical" id="broken" role="alert">! ${t.desk.broken}</span>`}</p>
      <ol>${events.map((e) => this.#event(t, e))}</ol></div>`;
  }
}
customElements.define('sv-history', History);
