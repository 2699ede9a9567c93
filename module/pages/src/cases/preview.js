// What a text will be taken for, why, and how to change that. Asks the server while the reader
// types. Emits `classified` with { domain, category } in force and `chosen` with the reader's own.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { categoryName, domainName, findCategory, findDomain } from '../campus/names.js';
import form from '../kit/styles/form.js';
import { severityBadge } from './badges.js';

const PAUSE_MS = 450;
const SHORTEST = 4;

export class Preview extends Part {
  static properties = {
    text: {}, domain: {}, category: {}, // the last two as the reader chose them, or empty
    domains: { attribute: false }, problem: {},
    found: { state: true }, busy: { state: true }, failed: { state: true }, changing: { state: true },
  };
  static styles = [Part.styles, form, css`
    section { min-height: 150px; background: var(--well); border-radius: var(--radius-small); padding: 14px 16px; }
    .what { font-size: 1.12rem; font-weight: 650; }
    .head { display: flex; justify-content: space-between; align-items: center; gap: 12px; min-height: 46px; }
    ul.why { padding-inline-start: 1.2em; list-style: disc; }
  `];

  #timer = 0;
  #asking = null;

  constructor() {
    super();
    this.text = this.domain = this.category = this.problem = '';
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    super.disconnectedCallback();
  }

  updated(changed) {
    if (changed.has('text') || changed.has('domain')) this.#later();
    if (changed.has('problem') && this.problem) this.changing = true;
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (this.text.trim().length < SHORTEST) {
      this.found = null;
      this.busy = this.failed = false;
      this.#tell();
      return;
    }
    this.busy = true;
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  async #ask() {
    const asking = new AbortController();
    this.#asking = asking;
    const body = { text: this.text };
    if (this.domain) body.domain = this.domain;
    try {
      this.found = await this.client.post('classify', body, { signal: asking.signal });
      this.failed = false;
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.found = null;
      this.failed = true;
    }
    if (asking.signal.aborted) return;
    this.busy = false;
    this.#tell();
  }

  /** The classification in force: what the reader chose goes before what was found. */
  get inForce() {
    const found = this.found?.domain && (!this.domain || this.found.domain === this.domain) ? this.found : null;
    return { domain: this.domain || found?.domain || '', category: this.category || found?.category || '' };
  }

  #tell() {
    this.emit('classified', this.inForce);
  }

  async #choose(domain, category) {
    this.domain = domain;
    this.category = category;
    this.emit('chosen', { domain, category });
    await this.updateComplete;
    this.#tell();
  }

  #severity(now) {
    if (this.category && this.category !== this.found?.category) {
      return findCategory(this.domains, now.domain, this.category)?.severity;
    }
    return this.found?.severity;
  }

  #result(t) {
    const now = this.inForce;
    if (!now.domain) {
      if (this.failed) return html`<p class="soft">${t.report.previewFailed}</p>`;
      if (this.busy) return html`<p class="soft">${t.report.previewing}</p>`;
      return html`<p class="soft">${this.found ? t.report.unclear : t.report.previewEmpty}</p>`;
    }
    if (!now.category && !this.busy) {
      return html`<p class="what">${domainName(this.language, this.domains, now)}</p><p>${t.report.needCategory}</p>`;
    }
    const severity = this.#severity(now);
    const standard = this.pick(findCategory(this.domains, now.domain, now.category), 'standard');
    const named = { ...now, ...(this.found?.category === now.category ? this.found : {}), ...now };
    return html`<p class="what">${domainName(this.language, this.domains, named)}${now.category
        ? html` · ${categoryName(this.language, this.domains, named)}` : nothing}</p>
      ${severity ? html`<p class="row">${severityBadge(t, severity)}<span class="soft">${t.severityPlain[severity]}</span></p>` : nothing}
      ${severity === 'critical' ? html`<p class="message bad">${t.report.critical}</p>` : nothing}
      ${this.domain ? html`<p class="small soft">${t.report.chosen}</p>` : this.#why(t)}
      ${standard ? html`<p class="small soft">${t.report.standard}：${standard}</p>` : nothing}`;
  }

  #why(t) {
    const reasons = this.found?.reasons ?? [];
    if (!reasons.length) return nothing;
    return html`<details class="small"><summary>${t.report.why}</summary>
      <ul class="why">${reasons.map((r) => html`<li>${this.pick(r, 'text')}</li>`)}</ul></details>`;
  }

  #form(t) {
    const now = this.inForce;
    const categories = findDomain(this.domains, this.domain)?.categories ?? [];
    return html`<div class="pair">
      <div class="field"><label for="domain">${t.report.domain}</label>
        <select id="domain" aria-invalid=${this.problem ? 'true' : 'false'} @change=${(e) => this.#choose(e.target.value, '')}>
          <option value="" ?selected=${!this.domain}>${t.report.auto}</option>
          ${(this.domains ?? []).map((d) => html`<option value=${d.domain} ?selected=${d.domain === this.domain}>${this.pick(d)}</option>`)}
        </select></div>
      <div class="field"><label for="category">${t.report.category}</label>
        <select id="category" ?disabled=${!this.domain} @change=${(e) => this.#choose(this.domain, e.target.value)}>
          <option value="" ?selected=${!this.category}>${t.report.auto}</option>
          ${categories.map((c) => html`<option value=${c.code} ?selected=${c.code === this.category && now.domain === this.domain}>${this.pick(c)}</option>`)}
        </select></div></div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}`;
  }

  render() {
    const t = this.t;
    return html`<section class="stack tight" aria-labelledby="title">
      <div class="head"><h2 id="title">${t.report.preview}</h2>
        <button type="button" class="quiet" id="change" aria-expanded=${this.changing ? 'true' : 'false'}
          @click=${() => { this.changing = !this.changing; }}>${t.report.change}</button></div>
      <div class="stack tight" aria-live="polite" aria-busy=${this.busy ? 'true' : 'false'}>${this.#result(t)}</div>
      ${this.changing ? this.#form(t) : nothing}
    </section>`;
  }

  focus() {
    this.changing = true;
    this.focusOn('#domain');
  }
}
customElements.define('sv-preview', Preview);
