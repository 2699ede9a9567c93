// Recent cases like the one about to be reported, and 附议 on them.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { ago } from '../kit/format.js';
import { categoryName } from '../campus/names.js';
import { device, deviceToken } from '../kit/storage.js';
import { stateBadge } from './badges.js';

const KEY = 'supervision.supported';
const SHOWN = 3;

export class Similar extends Part {
  static properties = {
    domain: {}, category: {}, place: {}, domains: { attribute: false },
    cases: { state: true }, said: { state: true },
  };
  static styles = [Part.styles, css`
    section { border: 1px solid var(--line); border-radius: var(--radius-small); padding: 14px 16px; }
    li { display: grid; gap: 6px 12px; padding: 12px 0; border-top: 1px solid var(--line); grid-template-columns: minmax(0, 1fr); }
    .text { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
    @media (min-width: 620px) { li { grid-template-columns: minmax(0, 1fr) auto; align-items: center; } }
  `];

  #asked = '';

  constructor() {
    super();
    this.domain = this.category = this.place = this.said = '';
    this.cases = [];
  }

  updated(changed) {
    if (['domain', 'category', 'place', 'client'].some((name) => changed.has(name))) this.#ask();
  }

  async #ask() {
    const query = { domain: this.domain, category: this.category, place: this.place };
    const asked = JSON.stringify(query);
    if (!this.client || asked === this.#asked) return;
    this.#asked = asked;
    if (!this.domain || !this.category || !this.place) {
      this.cases = [];
      return;
    }
    try {
      const list = await this.client.get('cases/similar', { query });
      if (this.#asked === asked) this.cases = list.cases ?? [];
    } catch {
      if (this.#asked === asked) this.cases = []; // a help, not a condition
    }
  }

  #mine() {
    return (device.get(KEY) ?? '').split(' ').filter(Boolean);
  }

  async #support(k) {
    const t = this.t;
    try {
      const reply = await this.client.post(`cases/${k.id}/support`, undefined, { headers: { 'Idempotency-Key': deviceToken() } });
      device.set(KEY, [...new Set([...this.#mine(), k.id])].slice(-100).join(' '));
      k.counters = { ...k.counters, supporters: reply.supporters };
      this.said = reply.counted ? t.report.supportDone(reply.supporters ?? 0) : t.report.supportBefore;
      this.cases = [...this.cases];
    } catch (error) {
      this.said = error.say(t, this.language);
    }
  }

  render() {
    const t = this.t;
    if (!this.cases.length) return nothing;
    const mine = this.#mine();
    return html`<section class="stack tight" aria-labelledby="title">
      <h2 id="title">${t.report.similar}</h2>
      <p class="small soft">${t.report.similarHint}</p>
      <ul>${this.cases.slice(0, SHOWN).map((k) => html`<li>
        <div class="stack tight">
          <p class="text">${k.text || categoryName(this.language, this.domains, k)}</p>
          <p class="row small soft">${stateBadge(t, k.state)}<span>${k.place_name ?? ''}</span>
            <span>${ago(t, k.submitted_at)}</span><span>${t.report.supporters(k.counters?.supporters ?? 0)}</span></p>
        </div>
        <button type="button" class="support" ?disabled=${mine.includes(k.id)} @click=${() => this.#support(k)}
          >${mine.includes(k.id) ? t.report.supported : t.report.support}</button>
      </li>`)}</ul>
      <p class="small" role="status">${this.said}</p>
    </section>`;
  }
}
customElements.define('sv-similar', Similar);
