// How each type of answer is given: one function a type. Owns the widgets, no state; what is
// given goes to `set` as a change of the answer.
import { html, nothing } from 'lit';
import { numberOf } from './answers.js';
import { limitsOf, measureName } from '../rules/measures.js';
import './check-columns.js';

function radio({ code, value, mark, look = '', text, checked, set }) {
  return html`<label class="choice ${look}"><input type="radio" name="answer-${code}" value=${value} .checked=${checked}
    @change=${set}><span><span class="tick" aria-hidden="true">${mark ?? '✓'}</span>${text}</span></label>`;
}

function passFail({ item, answer, t, set, labelled }) {
  const rows = [['pass', '✓', 'pass'], ['fail', '✗', 'fail'], ['not_applicable', '–', 'none']];
  return html`<div class="choices" role="radiogroup" aria-labelledby=${labelled}>${rows.map(([value, mark, look]) => radio({
    code: item.code, value, mark, look, text: t.checklist.result[value], checked: answer.result === value, set: () => set({ result: value }),
  }))}</div>`;
}

function graded({ item, answer, t, set, labelled }) {
  const steps = Array.from({ length: item.grades + 1 }, (_, step) => step);
  return html`<div role="radiogroup" aria-labelledby=${labelled} aria-describedby="ends-${item.code}"><div class="choices many">${steps.map((step) => radio({
    code: item.code, value: step, text: step, checked: answer.typed?.[0] === String(step), set: () => set({ typed: [String(step)], result: undefined }),
  }))}</div><p class="ends small soft" id="ends-${item.code}"><span>${t.checklist.worst}</span><span>${t.checklist.best(item.grades)}</span></p></div>`;
}

/** A phone's decimal keyboard has no minus, and cold has degrees below 0. */
const SIGNED = ['Cel'];

function flipped(text) {
  const plain = text.trim();
  return plain.startsWith('-') ? plain.slice(1) : `-${plain}`;
}

function measured({ item, answer, t, set, labelled, wrong, describedby }) {
  const typed = answer.typed?.[0] ?? '';
  const put = (value) => set({ typed: value === '' ? undefined : [value], result: undefined });
  return html`<div class="number">
    ${SIGNED.includes(item.measure) ? html`<button type="button" class="sign" aria-label=${t.checklist.sign} @click=${() => put(flipped(typed))}>±</button>` : nothing}
    <input inputmode="decimal" autocomplete="off" maxlength="20" .value=${typed} aria-labelledby=${labelled} aria-invalid=${wrong}
      aria-describedby=${describedby} @input=${(e) => put(e.target.value)}>
    <span class="unit">${measureName(t, item.measure)}</span></div>
    <p class="small soft" id="limits-${item.code}">${limitsOf(t, item)}</p>`;
}

function count({ item, answer, t, set, labelled, wrong, describedby }) {
  const typed = answer.typed?.[0] ?? '';
  const put = (value) => set({ typed: value === '' ? undefined : [value], result: undefined });
  const step = (by) => put(String(Math.max(0, (numberOf(typed) || 0) + by)));
  return html`<div class="number">
    <button type="button" class="step" aria-label=${t.checklist.less} @click=${() => step(-1)}>−</button>
    <input inputmode="numeric" autocomplete="off" maxlength="9" .value=${typed} aria-labelledby=${labelled} aria-invalid=${wrong}
      aria-describedby=${describedby} @input=${(e) => put(e.target.value)}>
    <button type="button" class="step" aria-label=${t.checklist.moreOf} @click=${() => step(1)}>+</button>
    ${typed === '' ? html`<button type="button" class="zero" @click=${() => put('0')}>${t.checklist.zero}</button>` : nothing}</div>
    <p class="small soft" id="limits-${item.code}">${limitsOf(t, item)}</p>`;
}

function byCode({ item, answer, set, title }) {
  return html`<sv-check-columns .item=${item} .typed=${answer.typed ?? []} .label=${title}
    @typed=${(e) => set({ typed: e.detail.length ? e.detail : undefined, result: undefined })}></sv-check-columns>`;
}

function figures({ t }) {
  return html`<p class="message">${t.checklist.figures}</p>`;
}

const WIDGETS = { pass_fail: passFail, graded, measured, count };

/** about: item, answer, t, set, labelled (id of the item's text), title, wrong, describedby. */
export function answerWidget(about) {
  if (about.item.figures) return figures(about);
  return (about.item.by_code ? byCode : WIDGETS[about.item.answer] ?? byCode)(about);
}
