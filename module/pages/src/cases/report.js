// 我要反映: from the first word to the receipt. Owns the report being written; what it is taken
// for, where it happened and what is like it are parts of their own. With `staff` set it is the
// desk's form: more kinds, and what only staff may say.
import { css, html, nothing } from 'lit';
import { View } from '../kit/element.js';
import { Draft } from './draft.js';
import { UNREPORTED } from './kinds.js';
import { EMPTY_LEDGER, inOrder, ledgerBody } from './ledger.js';
import { characters, fromLocal, toLocal } from '../kit/format.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';
import './ledger-fields.js';
import '../evidence/photos.js';
import '../campus/place.js';
import './preview.js';
import './receipt.js';
import './similar.js';
import { sourceOf } from './staff-fields.js';

const KINDS = ['complaint', 'repair', 'suggestion', 'praise', 'inquiry'];
const STAFF_KINDS = [...UNREPORTED, ...KINDS];
const TEXT_MAX = 2000;
const EMPTY = { kind: 'complaint', text: '', domain: '', category: '', place: '', place_detail: '', occurred: '', photos: [] };
const STAFF_EMPTY = { ...EMPTY, source: '', severity: '', tags: [], ledger: EMPTY_LEDGER };
const STAFF_FIELDS = ['source', 'severity'];
const NO_CONTACT = { name: '', phone: '', email: '' };

export class SupervisionReport extends View {
  static properties = {
    staff: { type: Boolean }, kind: {}, // kind: what the form begins with
    content: { state: true }, contact: { state: true }, domains: { state: true }, now: { state: true },
    busy: { state: true }, error: { state: true }, wait: { state: true }, reply: { state: true }, restored: { state: true },
  };
  static styles = [tokens, View.styles, form, css`
    #text { min-height: 9.5em; font-size: 1.06rem; }
    .foot { display: flex; justify-content: space-between; gap: 12px; }
    .foot span:last-child { white-space: nowrap; }
    .contact { border-top: 1px solid var(--line); padding-top: 10px; }
    .result { min-height: 1.6em; }
    [role="alert"]:empty { display: none; }
  `];

  #ticking = 0;

  constructor() {
    super();
    this.kind = 'complaint';
    this.contact = { ...NO_CONTACT };
    this.now = { domain: '', category: '' };
    this.wait = 0;
  }

  disconnectedCallback() {
    clearInterval(this.#ticking);
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.content) this.#begin();
    if (changed.has('client')) {
      this.client.domains().then((domains) => { this.domains = domains; }, () => {});
    }
  }

  get #empty() {
    return { ...(this.staff ? STAFF_EMPTY : EMPTY), kind: this.kind };
  }

  /** With what was not sent the last time. */
  #begin() {
    this.draft = new Draft(this.staff ? 'desk' : '');
    const kept = this.draft.read();
    this.content = { ...this.#empty, ...kept };
    this.restored = this.kept = Boolean(kept?.text);
  }

  #set(change) {
    this.content = { ...this.content, ...change };
    this.kept = this.draft.keep(this.content);
    if (this.error && !this.error.temporary) this.error = null;
  }

  #reset() {
    this.draft.forget();
    clearInterval(this.#ticking);
    Object.assign(this, { content: this.#empty, contact: { ...NO_CONTACT }, reply: null, error: null, wait: 0, restored: false });
    this.focusOn('#text');
  }

  #body() {
    const c = this.content;
    const body = { kind: c.kind, text: c.text.trim() };
    for (const name of ['domain', 'category', 'place']) if (c[name]) body[name] = c[name];
    if (c.place_detail.trim()) body.place_detail = c.place_detail.trim();
    if (this.#isDirective) {
      body.ledger = ledgerBody(c.ledger, body.text);
      delete body.text; // it is what was decided
    }
    if (this.staff) {
      body.source = sourceOf(c);
      if (c.severity) body.severity = c.severity;
      if (c.tags.length) body.tags = c.tags;
    }
    if (c.occurred) body.occurred_at = fromLocal(c.occurred);
    if (c.photos.length) body.attachments = c.photos;
    if (UNREPORTED.includes(c.kind)) return JSON.stringify(body);
    const contact = Object.fromEntries(Object.entries(this.contact).map(([n, v]) => [n, v.trim()]).filter(([, v]) => v));
    if (Object.keys(contact).length) body.contact = contact;
    return JSON.stringify(body);
  }

  async #submit(event) {
    event.preventDefault();
    if (this.busy || this.wait) return;
    if (!this.content.text.trim()) {
      this.error = { field: 'text', say: (t) => t.report.needText };
      this.focusOn('#text');
      return;
    }
    this.busy = true;
    this.error = null;
    if (!await this.renderRoot.querySelector('sv-photos').flush()) {
      this.error = { field: 'attachments', say: (t) => t.photos.unsent };
      this.busy = false;
      this.focusOn('sv-photos');
      return;
    }
    if (this.#isDirective) this.#set({ ledger: inOrder(this.content.ledger) });
    const body = this.#body();
    try {
      this.reply = await this.client.post('cases', body, { headers: { 'Idempotency-Key': this.draft.attemptKey(body) } });
      this.draft.forget();
      this.emit('submitted', { case: this.reply.case.id });
    } catch (error) {
      this.error = error;
      if (error.temporary) this.#countDown(error.retryAfter);
      this.#focusFault(error);
    }
    this.busy = false;
  }

  #countDown(seconds) {
    clearInterval(this.#ticking);
    this.wait = Math.min(seconds, 120);
    this.#ticking = setInterval(() => {
      this.wait = Math.max(0, this.wait - 1);
      if (!this.wait) clearInterval(this.#ticking);
    }, 1000);
  }

  #focusFault(error) {
    const at = this.#field(error);
    if (at === 'class') this.renderRoot.querySelector('sv-preview').focus();
    else if (at === 'ledger') this.focusOn('sv-ledger-fields');
    else if (STAFF_FIELDS.includes(at)) this.focusOn('sv-staff-fields');
    else if (at === 'attachments') this.focusOn('sv-photos');
    else if (at) this.focusOn(`#${at}`);
  }

  /** The element of this page that the fault belongs to, or ''. */
  #field(error) {
    const field = error?.field ?? '';
    if (field === 'domain' || field === 'category' || error?.code === 'unclassified') return 'class';
    if (field === 'ledger.decided') return 'text';
    if (/^ledger\b/.test(field)) return 'ledger';
    const name = field.replace('contact.', '');
    if (this.staff && STAFF_FIELDS.includes(name)) return name;
    if (name.startsWith('attachments')) return 'attachments';
    return ['text', 'place', 'place_detail', 'occurred_at', 'name', 'phone', 'email'].includes(name) ? name : '';
  }

  #fault(name) {
    if (this.#field(this.error) !== name) return nothing;
    return html`<p class="error" id="${name}-error" role="alert">${this.error.say(this.t, this.language)}</p>`;
  }

  #input(name, label, value, set, more = {}) {
    const wrong = this.#field(this.error) === name;
    return html`<div class="field">
      <label for=${name}>${label}<span class="mark">${this.t.common.optional}</span></label>
      <input id=${name} .value=${value} type=${more.type ?? 'text'} maxlength=${more.max ?? 100} autocomplete=${more.autocomplete ?? 'off'}
        inputmode=${more.inputmode ?? nothing} placeholder=${more.placeholder ?? nothing} max=${more.latest ?? nothing}
        aria-invalid=${wrong ? 'true' : 'false'} aria-describedby=${wrong ? `${name}-error` : nothing}
        @input=${(e) => set(e.target.value)}>
      ${this.#fault(name)}</div>`;
  }

  #contactFields(t) {
    if (UNREPORTED.includes(this.content.kind)) return nothing;
    const set = (name) => (value) => { this.contact = { ...this.contact, [name]: value }; };
    const open = ['name', 'phone', 'email'].includes(this.#field(this.error));
    return html`<details class="contact" ?open=${open}>
      <summary>${this.staff ? t.staff.contact : t.report.contact}<span class="mark">${t.common.optional}</span></summary>
      <div class="stack"><p class="small soft">${this.staff ? t.staff.contactHint : t.report.contactHint}</p>
        <div class="pair">
          ${this.#input('name', t.report.name, this.contact.name, set('name'), { autocomplete: 'name', max: 40 })}
          ${this.#input('phone', t.report.phone, this.contact.phone, set('phone'), { type: 'tel', autocomplete: 'tel', max: 20 })}
          ${this.#input('email', t.report.email, this.contact.email, set('email'), { type: 'email', autocomplete: 'email', max: 80 })}
        </div></div></details>`;
  }

  #text(t) {
    const wrong = this.#field(this.error) === 'text';
    return html`<div class="field">
      <label for="text">${this.#isDirective ? t.directives.decided : this.staff ? t.staff.text : t.report.text}</label>
      <textarea id="text" maxlength=${TEXT_MAX * 2} .value=${this.content.text} placeholder=${this.staff ? t.staff.placeholder : t.report.placeholder}
        aria-describedby="text-hint" aria-invalid=${wrong ? 'true' : 'false'} required
        @input=${(e) => this.#set({ text: e.target.value })}></textarea>
      <div class="foot hint"><span id="text-hint">${t.report.textHint}</span>
        <span>${t.common.chars(characters(this.content.text), TEXT_MAX)}</span></div>
      ${this.#fault('text')}</div>`;
  }

  #failure(t) {
    if (!this.error || this.#field(this.error)) return nothing;
    return html`<div class="message ${this.error.temporary ? 'warn' : 'bad'}" id="failure" role="alert">
      <p>${this.error.say(t, this.language)}</p>
      ${this.error.temporary ? html`<p>${this.kept ? t.report.draft : ''}${this.language === 'en' ? ' ' : ''}${t.report.again}</p>` : nothing}</div>`;
  }

  focus() {
    this.focusOn('#text');
  }

  #label(t) {
    const words = this.staff ? t.staff : t.report;
    return this.busy ? words.submitting : this.wait ? t.report.wait(this.wait) : words.submit;
  }

  #kinds(t) {
    return html`<fieldset class="stack tight"><legend>${this.staff ? t.staff.kind : t.report.kind}</legend><div class="chips">
      ${(this.staff ? STAFF_KINDS : KINDS).map((kind) => html`<label class="chip"><input type="radio" name="kind" value=${kind}
        .checked=${this.content.kind === kind} @change=${() => this.#set({ kind })}><span>${t.kind[kind]}</span></label>`)}</div></fieldset>`;
  }

  get #isDirective() {
    return Boolean(this.staff) && this.content.kind === 'directive';
  }

  #ledgerFields() {
    if (!this.#isDirective) return nothing;
    const wrong = this.#field(this.error) === 'ledger';
    return html`<sv-ledger-fields .ledger=${this.content.ledger} .field=${wrong ? this.error.field : ''} .problem=${wrong ? this.error.say(this.t, this.language) : ''}
      @staffed=${(e) => this.#set(e.detail)}></sv-ledger-fields>`;
  }

  #staffFields() {
    if (!this.staff) return nothing;
    const at = STAFF_FIELDS.includes(this.#field(this.error)) ? this.#field(this.error) : '';
    return html`<sv-staff-fields .content=${this.content} .field=${at} .problem=${at ? this.error.say(this.t, this.language) : ''}
      @staffed=${(e) => this.#set(e.detail)}></sv-staff-fields>`;
  }

  render() {
    const t = this.t;
    if (this.reply) {
      return html`<sv-receipt ?staff=${this.staff} .client=${this.client} .reply=${this.reply} @another=${this.#reset}></sv-receipt>`;
    }
    const c = this.content;
    return html`<form class="card stack" novalidate @submit=${this.#submit}>
      <header>${this.staff ? html`<h2>${t.staff.title}</h2><p class="soft">${t.staff.lead}</p>`
        : html`<h1>${t.report.title}</h1><p class="soft">${t.report.lead}</p>`}</header>
      ${this.restored ? html`<p class="message row small"><span class="grow">${t.report.draftBack}</span>
        <button type="button" class="quiet" @click=${this.#reset}>${t.report.discard}</button></p>` : nothing}
      ${this.#text(t)}
      ${this.#kinds(t)}
      ${this.#ledgerFields()}
      <sv-preview id="class" .changing=${Boolean(this.staff)} .client=${this.client} .domains=${this.domains} .text=${c.text} .domain=${c.domain} .category=${c.category}
        .problem=${this.#field(this.error) === 'class' ? this.error.say(t, this.language) : ''}
        @chosen=${(e) => this.#set(e.detail)} @classified=${(e) => { this.now = e.detail; }}></sv-preview>
      <div class="pair">
        <div class="field"><sv-place id="place" .client=${this.client} .value=${c.place} ?invalid=${this.#field(this.error) === 'place'}
          @placed=${(e) => this.#set({ place: e.detail?.id ?? '' })}></sv-place>${this.#fault('place')}</div>
        ${this.#input('place_detail', t.report.placeDetail, c.place_detail, (v) => this.#set({ place_detail: v }), { placeholder: t.report.placeDetailHint })}
        ${this.#input('occurred_at', t.report.occurred, c.occurred, (v) => this.#set({ occurred: v }), { type: 'datetime-local', latest: toLocal(Date.now()) })}
      </div>
      <sv-photos .client=${this.client} .ids=${c.photos} .wrong=${this.#field(this.error) === 'attachments' ? this.error.say(t, this.language) : ''}
        @photographed=${(e) => this.#set({ photos: e.detail.ids })}></sv-photos>
      ${this.#staffFields()}
      <sv-similar .client=${this.client} .domains=${this.domains} .domain=${this.now.domain} .category=${this.now.category} .place=${c.place}></sv-similar>
      ${this.#contactFields(t)}
      ${this.#failure(t)}
      <button class="primary wide" id="submit" aria-disabled=${this.busy || this.wait ? 'true' : 'false'}>${this.#label(t)}</button>
    </form>`;
  }
}
customElements.define('supervision-report', SupervisionReport);
