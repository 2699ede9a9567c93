// The last page of a check: what is still missing, the score to come, what becomes of each
// failure, the ways, the summary and the name. Owns the preview of the score. Emits `change` with
// changes of the draft, `judged` with the server's view of the answers, `show` with an item's
// code, `back` and `submit`.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { RAISE_MAX, itemAt, itemsOf, progressOf, requestOf } from '../scoring/answers.js';
import { failedItems, raiseOf } from './findings.js';
import form from '../kit/styles/form.js';
import { scoreStyles, scoreView } from '../scoring/score-view.js';
import './inspect-failed.js';
import { InspectWays } from './inspect-ways.js';

const SUMMARY_MAX = 2000;
const UNSENT = '0'.repeat(64); // stands for a photo that has no id yet: nothing is stored

export class InspectFinish extends Part {
  static properties = {
    checklist: { attribute: false }, draft: { attribute: false }, me: { attribute: false }, failed: { attribute: false }, faults: { attribute: false },
    busy: { type: Boolean }, score: { state: true }, error: { state: true }, asked: { state: true },
  };
  static styles = [Part.styles, form, scoreStyles, css`
    h1:focus, h2:focus { outline: none; }
    .missing { display: grid; gap: 6px; }
    .missing button { justify-content: flex-start; text-align: start; width: 100%; font-weight: 400; }
    .decide { display: grid; gap: 12px; }
    #summary { min-height: 5em; }
  `];

  #of = ''; // the answers that the score is of

  constructor() {
    super();
    this.asked = false;
  }

  updated() {
    const of = JSON.stringify(this.draft.answers);
    if (this.client && of !== this.#of) {
      this.#of = of;
      this.#preview(of);
    }
  }

  get #progress() {
    return progressOf(this.checklist, this.draft.answers, { asked: this.draft.asked, failed: this.failed });
  }

  /** Scored as it is now; what is still missing is the page's own to say. */
  async #preview(of) {
    this.score = null;
    this.error = null;
    if (this.#progress.missing.some(({ missing }) => missing.includes('answer'))) return;
    const body = requestOf({ ...this.draft, raise: {} }, this.checklist, () => UNSENT);
    try {
      const score = await this.client.post(`checklists/${encodeURIComponent(this.draft.domain)}/score`, body);
      if (of !== this.#of) return;
      this.score = score;
      this.emit('judged', { failed: (score.lines ?? []).filter((l) => l.outcome === 'failed').map((l) => l.item) });
    } catch (error) {
      if (of !== this.#of) return;
      this.error = error;
      this.emit('judged', { error, item: itemAt(error.field, body) });
    }
  }

  #missing(t, missing) {
    if (!missing.length) return nothing;
    return html`<section class="card stack tight" aria-labelledby="missing"><h2 id="missing" tabindex="-1">${t.inspect.missing(missing.length)}</h2>
      <ul class="missing">${missing.map(({ item, missing: what }) => html`<li><button type="button" data-missing=${item.code} @click=${() => this.emit('show', item.code)}>
        <span>${this.pick(item, 'text')} <span class="badge bad">${what.map((w) => (w === 'answer' ? t.inspect.unanswered : t.inspect.lacks(t.evidence[w]))).join(t.checklist.comma)}</span></span></button></li>`)}</ul></section>`;
  }

  /** What the server does not take: at its item, and here. */
  #faulty(t, code) {
    const { item } = itemsOf(this.checklist).find((entry) => entry.item.code === code) ?? {};
    return html`<section class="card stack tight"><p class="error" role="alert">${this.faults[code]}</p>
      <div class="missing"><button type="button" data-faulty=${code} @click=${() => this.emit('show', code)}>${this.pick(item, 'text')}</button></div></section>`;
  }

  #scored(t) {
    if (this.score) return scoreView(t, this.score, (thing, member) => this.pick(thing, member));
    if (this.error?.temporary) return html`<p class="message warn" role="status">${this.error.status === 0 ? t.inspect.scoreLater : this.error.say(t, this.language)}</p>`;
    if (this.error) return nothing; // said at its item, or below
    return html`<p class="soft">${this.#progress.missing.some(({ missing }) => missing.includes('answer')) ? t.inspect.scoreWhenDone : t.common.loading}</p>`;
  }

  #decide({ code, raise }) {
    this.emit('change', { raise: { ...this.draft.raise, [code]: raise } });
  }

  #raiseAll(entries) {
    const raise = { ...this.draft.raise };
    const room = RAISE_MAX - Object.values(raise).filter((r) => r.on).length;
    for (const { item, line } of entries.filter(({ item: { code } }) => !raise[code]).slice(0, room)) raise[item.code] = raiseOf(item, this.draft.answers[item.code], line);
    this.emit('change', { raise });
  }

  #failures(t, entries) {
    if (!entries.length) return nothing;
    const open = this.#undecided(entries).length;
    const lead = this.draft.case ? t.inspect.failuresAgain : this.#self ? t.inspect.failuresSelf : t.inspect.failuresLead;
    return html`<section class="card stack" aria-labelledby="failures"><h2 id="failures" tabindex="-1">${t.inspect.failures(entries.length)}</h2>
      <p class="soft small">${lead}</p>
      ${open > 1 ? html`<button type="button" id="raise-all" @click=${() => this.#raiseAll(entries)}>${t.inspect.raiseAll(open)}</button>` : nothing}
      ${this.#tooMany ? html`<p class="message warn" role="alert">${t.inspect.raiseMax(RAISE_MAX)}</p>` : nothing}
      <div class="decide">${entries.map((entry) => html`<sv-inspect-failed data-failed=${entry.item.code} .entry=${entry} .answer=${this.draft.answers[entry.item.code]}
        .raise=${this.draft.raise[entry.item.code]} .categories=${this.checklist.categories} ?self=${this.#self} ?again=${Boolean(this.draft.case)}
        .fault=${this.#failedFault(t, entry.item.code, entries)} @decided=${(e) => this.#decide(e.detail)}></sv-inspect-failed>`)}</div></section>`;
  }

  #failedFault(t, code, entries) {
    if (this.faults?.[code]) return this.faults[code];
    return this.asked && this.#undecided(entries).some(({ item }) => item.code === code) ? t.inspect.needDecision : '';
  }

  get #tooMany() {
    return Object.values(this.draft.raise).filter((r) => r.on).length > RAISE_MAX;
  }

  get #self() {
    return this.me?.role === 'unit';
  }

  /** Failures that nobody has said anything about. A re-inspection returns its case by itself. */
  #undecided(entries) {
    return this.draft.case ? [] : entries.filter(({ item }) => !this.draft.raise[item.code]);
  }

  #submit(event, entries) {
    event.preventDefault();
    if (this.busy) return;
    this.asked = true;
    const { missing } = this.#progress;
    const [undecided] = this.#undecided(entries);
    if (missing.length) this.focusOn('#missing');
    else if (undecided) this.renderRoot.querySelector(`[data-failed="${CSS.escape(undecided.item.code)}"]`)?.focus();
    else if (this.#tooMany) this.focusOn('#failures');
    else if (InspectWays.nameless(this.draft.tags, this.draft.participants) >= 0) this.renderRoot.querySelector('sv-inspect-ways').focus();
    else if (!this.draft.signature?.trim()) this.focusOn('#signature');
    else this.emit('submit', { failed: entries.map(({ item }) => item.code) });
  }

  #closing(t) {
    const unsigned = this.asked && !this.draft.signature?.trim();
    return html`<section class="card stack">
      <sv-inspect-ways .tags=${this.draft.tags ?? []} .participants=${this.draft.participants} ?self=${this.#self} ?asked=${this.asked}></sv-inspect-ways>
      <div class="field"><label for="summary">${t.inspect.summary}<span class="mark">${t.common.optional}</span></label>
        <textarea id="summary" maxlength=${SUMMARY_MAX} .value=${this.draft.summary ?? ''} @input=${(e) => this.emit('change', { summary: e.target.value })}></textarea></div>
      <div class="field"><label for="signature">${t.inspect.signature}</label>
        <input id="signature" maxlength="40" autocomplete="name" required .value=${this.draft.signature ?? ''} aria-invalid=${unsigned ? 'true' : 'false'}
          aria-describedby=${unsigned ? 'signature-error' : nothing} @input=${(e) => this.emit('change', { signature: e.target.value })}>
        ${unsigned ? html`<p class="error" id="signature-error" role="alert">${t.inspect.needSignature}</p>` : nothing}</div></section>`;
  }

  render() {
    const t = this.t;
    const { missing } = this.#progress;
    const entries = failedItems(this.checklist, this.draft, this.score);
    const faulty = Object.keys(this.faults ?? {}).find((code) => code);
    const fault = this.faults?.[''];
    return html`<form class="stack" novalidate @submit=${(e) => this.#submit(e, entries)}>
      <section class="card stack"><h1 tabindex="-1">${t.checklist.finish}</h1><p class="soft">${this.pick(this.checklist.template)}</p>${this.#scored(t)}</section>
      ${this.#missing(t, missing)}${faulty ? this.#faulty(t, faulty) : nothing}
      ${this.#failures(t, entries)}
      ${this.#closing(t)}
      ${fault ? html`<p class="message bad" role="alert">${fault}</p>` : nothing}
      <button class="primary wide" id="submit" aria-disabled=${this.busy ? 'true' : 'false'}>${t.inspect.submit}</button>
      <button type="button" class="quiet wide" id="back-to-list" @click=${() => this.emit('back')}>‹ ${t.inspect.backToList}</button></form>`;
  }

  focus() {
    this.focusOn('h1');
  }
}
customElements.define('sv-inspect-finish', InspectFinish);
