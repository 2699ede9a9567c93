// 查进度: a case as its reporter sees it. Owns the receipt while it is used: it comes from the
// fragment or is typed, stays in this tab, and enters no address.
import { css, html, nothing } from 'lit';
import { View } from '../kit/element.js';
import { withReceipt } from '../kit/api.js';
import { dateTime } from '../kit/format.js';
import { caseTitle, unitName } from '../campus/names.js';
import { tab } from '../kit/storage.js';
import { severityBadge, stateBadge } from './badges.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';
import './feedback.js';
import '../evidence/gallery.js';
import './history.js';
import './stepper.js';

const KEY = 'supervision.receipt';
const LOOKS_LIKE_RECEIPT = /^#[0-9a-z]{6}-?[0-9a-z]{7}-?[0-9a-z-]{20,}$/i;

export class SupervisionFollow extends View {
  static properties = {
    receipt: { state: true }, typed: { state: true }, case: { state: true }, domains: { state: true }, units: { state: true },
    busy: { state: true }, error: { state: true }, said: { state: true },
  };
  static styles = [tokens, View.styles, form, css`
    #receipt { font-family: ui-monospace, "SF Mono", "Cascadia Mono", monospace; text-transform: uppercase; }
    #receipt::placeholder { text-transform: none; }
    .entry { min-height: 300px; align-content: start; }
    header .id { font-family: ui-monospace, "SF Mono", "Cascadia Mono", monospace; }
    h1:focus { outline: none; }
  `];

  #onHash = () => this.#fromFragment();

  constructor() {
    super();
    this.receipt = tab.get(KEY) ?? '';
    this.typed = '';
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
    this.#fromFragment();
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.#onHash);
    super.disconnectedCallback();
  }

  /** Takes the receipt out of the address, so that it stays in no history of the browser. */
  #fromFragment() {
    if (!LOOKS_LIKE_RECEIPT.test(location.hash)) return;
    this.receipt = decodeURIComponent(location.hash.slice(1));
    this.case = null;
    history.replaceState(history.state, '', location.pathname + location.search);
    tab.set(KEY, this.receipt);
    if (this.client) this.#load();
  }

  updated(changed) {
    if (changed.has('client')) {
      this.client.domains().then((domains) => { this.domains = domains; }, () => {});
      this.client.units().then((units) => { this.units = units; }, () => {});
      if (this.receipt) this.#load();
    }
  }

  async #load() {
    this.busy = true;
    this.error = null;
    try {
      this.case = await this.client.get('receipt', { headers: withReceipt(this.receipt) });
      tab.set(KEY, this.receipt);
      this.focusOn('h1');
    } catch (error) {
      this.error = error;
      if (!error.temporary) {
        this.typed = this.receipt;
        this.#drop();
        this.focusOn('#receipt');
      }
    }
    this.busy = false;
  }

  #drop() {
    this.receipt = '';
    this.case = null;
    tab.remove(KEY);
  }

  #open(event) {
    event.preventDefault();
    this.receipt = this.typed.trim();
    if (!/^[\x21-\x7e]{20,80}$/.test(this.receipt)) {
      this.receipt = '';
      this.error = { say: (t) => t.follow.badReceipt };
      this.focusOn('#receipt');
      return;
    }
    this.#load();
  }

  #leave() {
    this.#drop();
    this.typed = '';
    this.focusOn('#receipt');
  }

  #entry(t) {
    return html`<form class="card stack entry" novalidate @submit=${this.#open}>
      <header><h1>${t.follow.title}</h1><p class="soft">${t.follow.lead}</p></header>
      <div class="field"><label for="receipt">${t.follow.receipt}</label>
        <input id="receipt" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="80"
          placeholder="261123-7KQ4M2X-…" aria-describedby="receipt-hint" aria-invalid=${this.error ? 'true' : 'false'}
          .value=${this.typed} @input=${(e) => { this.typed = e.target.value; }}>
        <p class="hint" id="receipt-hint">${t.follow.receiptHint}</p>
        ${this.error ? html`<p class="error" role="alert">${this.error.say(t, this.language)}</p>` : nothing}</div>
      <button class="primary" id="open" ?disabled=${this.busy}>${this.busy ? t.common.loading : t.follow.open}</button>
    </form>`;
  }

  #facts(t, k) {
    const lang = this.language;
    const rows = [
      [t.report.place, [k.place_name, k.place_detail].filter(Boolean).join(' ')],
      [t.follow.unit, unitName(lang, this.units, k.unit, k.unit_name)],
      [t.follow.submitted, dateTime(lang, k.submitted_at)],
      [t.follow.signBy, k.state === 'dispatched' && dateTime(lang, k.deadlines?.sign_by)],
      [t.follow.rectifyBy, dateTime(lang, k.deadlines?.rectify_by)],
      [t.follow.updated, dateTime(lang, k.updated_at)],
    ].filter(([, value]) => value);
    return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  #photos(k, ids) {
    return html`<sv-gallery .client=${this.client} of="cases/${k.id}" .ids=${ids} .receipt=${this.receipt}></sv-gallery>`;
  }

  #words(t, k) {
    const blocks = [
      [t.follow.reply, k.reply], [t.follow.measures, k.rectification?.measures, k.rectification?.evidence],
      [t.follow.finding, k.finding?.text, k.finding?.evidence], [t.follow.reason, k.reason],
    ].filter(([, text]) => text);
    if (!blocks.length && !k.satisfaction?.word) return nothing;
    return html`<section class="card stack">
      ${blocks.map(([title, text, photos]) => html`<div class="stack tight"><h2>${title}</h2><p class="text">${text}</p>${this.#photos(k, photos)}</div>`)}
      ${k.satisfaction?.word ? html`<div id="word"><h2>${t.follow.yourWord}</h2><p>${t.word[k.satisfaction.word]}
        ${k.satisfaction.rating ? html`<sv-stars readonly .value=${k.satisfaction.rating}></sv-stars>` : nothing}</p>
        ${k.satisfaction.comment ? html`<p class="text">${k.satisfaction.comment}</p>` : nothing}</div>` : nothing}
    </section>`;
  }

  #counters(t, k) {
    const c = k.counters ?? {};
    return ['extended', 'reopened', 'returned'].filter((name) => c[name])
      .map((name) => html`<span class="badge serious">${t.follow[name](c[name])}</span>`);
  }

  #case(t) {
    const k = this.case;
    const shown = k.follows ?? k; // a merged case goes where its parent goes
    const lang = this.language;
    return html`<div class="stack">
      <section class="card stack">
        <header class="stack tight"><p class="row small soft"><span class="id">${k.id}</span>${stateBadge(t, shown.state)}
            ${severityBadge(t, k.severity)}${shown.overdue ? html`<span class="badge late">${t.desk.overdue}</span>` : nothing}${this.#counters(t, shown)}</p>
          <h1 tabindex="-1">${caseTitle(lang, this.domains, k)}</h1></header>
        ${k.follows ? html`<p class="message">${t.follow.merged(k.parent)}</p>` : nothing}
        <sv-stepper .case=${shown}></sv-stepper>
        <p role="status" class="visually-hidden">${this.said ?? ''}</p>
      </section>
      <sv-feedback .client=${this.client} .case=${k} .receipt=${this.receipt}
        @changed=${(e) => { this.case = e.detail; this.said = t.follow.thanks; this.focusOn('h1'); }}></sv-feedback>
      ${this.#words(t, shown)}
      <section class="card stack"><h2>${t.follow.text}</h2><p class="text">${k.text}</p>${this.#photos(k, k.attachments)}${this.#facts(t, shown)}</section>
      <section class="card stack"><h2>${t.follow.history}</h2>
        <sv-history .client=${this.client} .case=${k.id} .version=${k.version} .receipt=${this.receipt} .units=${this.units}></sv-history></section>
      <button type="button" class="quiet" id="leave" @click=${this.#leave}>${t.follow.forget}</button>
    </div>`;
  }

  render() {
    const t = this.t;
    if (this.case) return this.#case(t);
    if (this.receipt && this.error) {
      return html`<div class="card stack entry"><h1 tabindex="-1">${t.follow.title}</h1>
        <p class="message warn" role="alert">${this.error.say(t, this.language)}</p>
        <button type="button" class="primary" @click=${this.#load}>${t.common.retry}</button></div>`;
    }
    if (this.receipt) return html`<div class="card entry" role="status">${t.common.loading}</div>`;
    return this.#entry(t);
  }
}
customElements.define('supervision-follow', SupervisionFollow);
