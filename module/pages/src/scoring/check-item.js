// One item of a checklist as a card: what to look at, how, why, the answer, and what a failure
// needs. Emits `answered` with { code, change }, and passes on `photographed` and `uploaded` of its
// photos with its code. `photos`: what lies on this phone, by key: { blob, evidence, until }.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { NOTE_MAX, PHOTOS_MAX, evidenceMissing, isAnswered, outcomeOf } from './answers.js';
import { characters } from '../kit/format.js';
import { basesOf, basisText, daysOrLess } from '../rules/rules.js';
import choices from '../kit/styles/choices.js';
import form from '../kit/styles/form.js';
import { answerWidget } from './check-answer.js';
import { evidenceNeeds } from './check-needs.js';
import { previewOf } from '../evidence/photos.js';

export class CheckItem extends Part {
  static properties = {
    item: { attribute: false }, number: { type: Number }, answer: { attribute: false }, scoring: { attribute: false }, bases: { attribute: false },
    photos: { attribute: false }, hold: { type: Boolean }, room: { type: Number }, failed: { type: Boolean }, // failed: the server said so
    fault: {}, noting: { state: true }, picturing: { state: true },
  };
  static styles = [Part.styles, form, choices, css`
    article { padding: 16px; scroll-margin-top: 150px; }
    h3 { font-size: 1.06rem; line-height: 1.5; font-weight: 600; }
    h3:focus { outline: none; }
    .n { color: var(--ink-soft); font-weight: 650; margin-inline-end: 6px; }
    .number { display: flex; gap: 8px; align-items: center; }
    .number input { flex: 1 1 4rem; min-width: 0; width: 4rem; max-width: 12rem; min-height: 52px; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
    .number button { min-height: 52px; min-width: 52px; padding: 4px 10px; }
    .number .step, .number .sign { font-size: 1.4rem; }
    .ends { display: flex; justify-content: space-between; margin-top: 4px; }
    .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
    .tools button[aria-pressed="true"] { background: var(--well); border-width: 2px; }
    .verdict:empty { display: none; }
    .verdict { font-weight: 600; }
    .verdict.failed { color: var(--bad); }
    .verdict.full { color: var(--good); }
    .verdict.partial { color: var(--warn); }
    textarea { min-height: 4.2em; }
    .foot { display: flex; justify-content: space-between; gap: 8px; }
    details > summary { font-weight: 400; font-size: .9375rem; min-height: 44px; padding: 10px 0; }
    dl { display: grid; gap: 8px; }
    dt { color: var(--ink-soft); font-size: .875rem; }
  `];

  constructor() {
    super();
    this.answer = {};
    this.photos = new Map();
    this.room = PHOTOS_MAX;
    this.noting = this.picturing = false;
  }

  #set(change) {
    this.emit('answered', { code: this.item.code, change });
  }

  get #failed() {
    const outcome = outcomeOf(this.item, this.answer, this.scoring);
    return outcome === 'failed' || (outcome === 'server' && this.failed);
  }

  #badges(t) {
    const { veto, critical } = this.item;
    if (!veto && !critical) return nothing;
    return html`<p class="row">${veto ? html`<span class="badge critical">${t.checklist.veto}</span>` : html`<span class="badge serious">${t.checklist.critical}</span>`}</p>`;
  }

  #why(t) {
    const bases = basesOf({ bases: this.bases }, this.item.basis);
    const how = this.pick(this.item, 'how');
    return html`<details><summary>${t.checklist.how}</summary><dl>
      ${how ? html`<div><dt>${t.checklist.howTo}</dt><dd>${how}</dd></div>` : nothing}
      ${bases.length ? html`<div><dt>${t.checklist.basis}</dt>${bases.map((b) => html`<dd>${basisText(this.language, b)}</dd>`)}</div>` : nothing}
      ${this.item.fix_min ? html`<div><dt>${t.checklist.fix}</dt><dd>${daysOrLess(t, this.item.fix_min)}</dd></div>` : nothing}</dl></details>`;
  }

  /** The judgement, as soon as there is one. */
  #verdict(t) {
    const outcome = outcomeOf(this.item, this.answer, this.scoring);
    const typed = (this.answer.typed ?? []).some((text) => text !== '');
    if (!outcome && typed && this.item.by_code) return [t.checklist.incomplete, ''];
    if (!outcome && typed) return [this.item.answer === 'count' ? t.checklist.wholeNumber : t.checklist.noNumber, 'failed'];
    if (outcome === 'server' && this.item.by_code && !this.item.figures) return [this.failed ? t.checklist.failedByServer : t.checklist.byServer, this.failed ? 'failed' : ''];
    if (this.item.answer === 'pass_fail' || outcome === 'skipped' || outcome === 'server') return ['', ''];
    return outcome ? [t.checklist.verdict[outcome], outcome] : ['', ''];
  }

  #tools(t) {
    const skipped = this.answer.result === 'not_applicable';
    const own = this.item.answer !== 'pass_fail' || this.item.figures;
    const tools = [
      own && html`<button type="button" class="skip" aria-pressed=${skipped ? 'true' : 'false'}
        @click=${() => this.#set({ result: skipped ? undefined : 'not_applicable' })}>${skipped ? '– ' : ''}${t.checklist.result.not_applicable}</button>`,
      !this.#noted && html`<button type="button" class="quiet" id="add-note" @click=${this.#openNote}>+ ${t.checklist.note}</button>`,
      !this.#pictured && html`<button type="button" class="quiet" id="add-photo" @click=${this.#openPhotos}>+ ${t.checklist.addPhoto}</button>`,
    ].filter(Boolean);
    return tools.length ? html`<div class="tools">${tools}</div>` : nothing;
  }

  get #noted() {
    return this.noting || this.answer.note || this.#noteNeeded;
  }

  get #pictured() {
    return this.picturing || this.answer.photos?.length || (this.#failed && (this.item.evidence ?? []).includes('photo'));
  }

  get #noteNeeded() {
    const wants = this.item.evidence ?? [];
    return this.#failed && (wants.includes('note') || (wants.includes('reading') && this.item.answer === 'pass_fail'));
  }

  #openNote() {
    this.noting = true;
    this.focusOn('textarea');
  }

  #openPhotos() {
    this.picturing = true;
    this.focusOn('sv-photos');
  }

  /** Said of a photo until this phone has it, and the draft that names it: nobody is to leave it before. */
  #unkept(photos, keyOf) {
    const t = this.t.checklist;
    return Object.fromEntries(photos.filter((p) => p.saved !== 'kept').map((p) => [keyOf(p), p.saved === 'lost' ? t.photoLost : t.keeping]));
  }

  #pictures() {
    if (!this.#pictured) return nothing;
    const photos = (this.answer.photos ?? []).map((key) => ({ key, ...this.photos.get(key) })).filter(({ blob }) => blob);
    const fresh = photos.filter((p) => p.evidence && p.until > Date.now());
    for (const { evidence, blob } of fresh) previewOf(evidence, blob);
    return html`<sv-photos .client=${this.client} ?hold=${this.hold} .ids=${fresh.map((p) => p.evidence)}
      .pending=${photos.filter((p) => !fresh.includes(p)).map(({ key, blob }) => ({ key, blob }))} .max=${this.room}
      .instead=${this.#unkept(photos, (p) => (fresh.includes(p) ? p.evidence : p.key))}
      @photographed=${this.#pass} @uploaded=${this.#pass}></sv-photos>`;
  }

  /** What a photo tells, with the item that it is of. */
  #pass(event) {
    event.stopPropagation();
    this.emit(event.type, { ...event.detail, code: this.item.code });
  }

  #note(t) {
    if (!this.#noted) return nothing;
    const long = characters(this.answer.note ?? '') > NOTE_MAX;
    return html`<div class="field"><label for="note">${t.checklist.note}<span class="mark">${this.#noteNeeded ? t.common.required : t.common.optional}</span></label>
      <textarea id="note" maxlength=${NOTE_MAX} .value=${this.answer.note ?? ''} aria-invalid=${long ? 'true' : 'false'}
        @input=${(e) => this.#set({ note: e.target.value })}></textarea></div>`;
  }

  render() {
    const t = this.t;
    const { item, answer } = this;
    const [verdict, look] = this.#verdict(t);
    const wrong = Boolean(verdict) && !isAnswered(item, answer) && !item.by_code;
    const skipped = answer.result === 'not_applicable' && (item.answer !== 'pass_fail' || item.figures);
    return html`<article class="card stack tight" id="card" aria-labelledby="text">
      ${this.#badges(t)}
      <h3 id="text" tabindex="-1"><span class="n">${this.number}</span>${this.pick(item, 'text')}</h3>
      ${this.#why(t)}
      ${skipped ? nothing : answerWidget({
        item, answer, t, labelled: 'text', title: this.pick(item, 'text'), wrong: wrong ? 'true' : 'false',
        describedby: `verdict limits-${item.code}`, set: (change) => this.#set(change),
      })}
      <p class="verdict ${look}" id="verdict" role="status">${verdict}</p>
      ${this.#failed ? evidenceNeeds(t, item, answer, evidenceMissing(item, answer)) : nothing}
      ${this.#note(t)}
      ${this.#pictures()}
      ${this.#tools(t)}
      ${this.fault ? html`<p class="error" role="alert">${this.fault}</p>` : nothing}
    </article>`;
  }

  /** Brought into view, with the focus on its text. */
  focus() {
    this.focusOn('#text');
  }
}
customElements.define('sv-check-item', CheckItem);
