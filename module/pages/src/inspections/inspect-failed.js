// One failed item, and whether it becomes a case on the spot. Emits `decided` with { code, raise }.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { answerText, raiseOf } from './findings.js';
import { daysOrLess } from '../rules/rules.js';
import choices from '../kit/styles/choices.js';
import form from '../kit/styles/form.js';

const FACTS_MAX = 2000;

export class InspectFailed extends Part {
  static properties = {
    entry: { attribute: false }, answer: { attribute: false }, raise: { attribute: false }, categories: { attribute: false },
    self: { type: Boolean }, // a unit's own check: a case, but no notice
    again: { type: Boolean }, // of a re-inspection: nothing to decide, its case goes back
    fault: {},
  };
  static styles = [Part.styles, form, choices, css`
    article { border: 1px solid var(--line); border-inline-start: 4px solid var(--bad); border-radius: var(--radius-small); padding: 12px; }
    h3:focus { outline: none; }
    #facts { min-height: 8.5em; }
  `];

  #decide(raise) {
    this.emit('decided', { code: this.entry.item.code, raise });
  }

  #yes() {
    this.#decide({ ...raiseOf(this.entry.item, this.answer, this.entry.line), ...this.raise, on: true });
  }

  #area(name, label) {
    return html`<div class="field"><label for=${name}>${label}</label><textarea id=${name} maxlength=${FACTS_MAX} lang="zh-CN" .value=${this.raise[name] ?? ''}
      @input=${(e) => this.#decide({ ...this.raise, [name]: e.target.value })}></textarea></div>`;
  }

  #fields(t) {
    const { item } = this.entry;
    const category = this.categories?.find((c) => c.code === item.category);
    const usual = category?.severity ? t.inspect.usualSeverity(t.severity[category.severity]) : t.staff.autoSeverity;
    return html`<div class="stack tight">${this.#area('facts', t.fields.facts)}${this.#area('requirement', t.fields.requirement)}
      <div class="field"><label for="severity">${t.fields.severity}</label><select id="severity" @change=${(e) => this.#decide({ ...this.raise, severity: e.target.value })}>
        <option value="" ?selected=${!this.raise.severity}>${usual}</option>
        ${Object.entries(t.severity).map(([code, name]) => html`<option value=${code} ?selected=${code === this.raise.severity}>${name}</option>`)}</select></div>
      <dl class="facts small"><dt>${t.report.category}</dt><dd>${this.pick(category) || item.category}</dd>
        ${item.fix_min ? html`<dt>${t.fields.rectify_by}</dt><dd>${t.inspect.within(daysOrLess(t, item.fix_min))}</dd>` : nothing}</dl></div>`;
  }

  render() {
    const t = this.t;
    const { item, line } = this.entry;
    const choice = (value, text, look, set) => html`<label class="choice ${look}"><input type="radio" name="raise" value=${value} .checked=${this.raise?.on === (value === 'yes')}
      @change=${set}><span><span class="tick" aria-hidden="true">✓</span>${text}</span></label>`;
    return html`<article class="stack tight" aria-labelledby="text"><h3 id="text" tabindex="-1">${this.pick(item, 'text')}</h3>
      <p>${answerText(t, item, this.answer, line, this.language === 'en')}</p>
      ${line && this.pick(line, 'explanation') ? html`<p class="small soft">${this.pick(line, 'explanation')}</p>` : nothing}
      ${this.again ? nothing : html`<div class="choices stacked" role="radiogroup" aria-label=${t.inspect.becomes}>
        ${choice('yes', this.self ? t.inspect.raiseSelf : t.inspect.raise, '', () => this.#yes())}
        ${choice('no', t.inspect.raiseNot, '', () => this.#decide({ ...this.raise, on: false }))}</div>
        ${this.raise?.on ? this.#fields(t) : nothing}`}
      ${this.fault ? html`<p class="error" role="alert">${this.fault}</p>` : nothing}</article>`;
  }

  focus() {
    this.focusOn('#text');
  }
}
customElements.define('sv-inspect-failed', InspectFailed);
