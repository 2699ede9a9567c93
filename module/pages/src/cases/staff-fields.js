// What only staff say of a case that they register: source, severity, ways of supervision.
// Owns the defaults of a kind. Emits `staffed` with the change.
import { css, html } from 'lit';
import { Part } from '../kit/element.js';
import form from '../kit/styles/form.js';

export const STAFF_ROLES = ['inspector', 'office', 'leader', 'admin'];
const SOURCE_OF = { inspection: 'check', directive: 'superior' };
const TAGS_MAX = 8; // the API's own

/** Where a case came from, unless it was said. */
export function sourceOf(content) {
  return content.source || SOURCE_OF[content.kind] || 'phone';
}

export class StaffFields extends Part {
  static properties = { content: { attribute: false }, field: {}, problem: {} }; // field: which one is at fault
  static styles = [Part.styles, form, css`.chips { padding-top: 8px; }`];

  #set(change) {
    this.emit('staffed', change);
  }

  #select(name, label, value, options) {
    const wrong = this.field === name;
    return html`<div class="field"><label for=${name}>${label}</label>
      <select id=${name} aria-invalid=${wrong ? 'true' : 'false'} @change=${(e) => this.#set({ [name]: e.target.value })}>
        ${options.map(([code, text]) => html`<option value=${code} ?selected=${code === value}>${text}</option>`)}</select>
      ${wrong ? html`<p class="error" role="alert">${this.problem}</p>` : ''}</div>`;
  }

  #tag(t, tag, chosen) {
    const full = chosen.length >= TAGS_MAX && !chosen.includes(tag);
    return html`<label class="chip"><input type="checkbox" name="tags" value=${tag} .checked=${chosen.includes(tag)} ?disabled=${full}
      @change=${(e) => this.#set({ tags: e.target.checked ? [...chosen, tag] : chosen.filter((other) => other !== tag) })}
      ><span>${t.tag[tag]}</span></label>`;
  }

  render() {
    const t = this.t;
    const c = this.content;
    const tags = c.tags ?? [];
    return html`<div class="stack"><div class="pair">
        ${this.#select('source', t.desk.source, sourceOf(c), Object.entries(t.source))}
        ${this.#select('severity', t.fields.severity, c.severity ?? '', [['', t.staff.autoSeverity], ...Object.entries(t.severity)])}
      </div>
      <fieldset><legend>${t.desk.byTag}<span class="mark">${t.common.optional}</span></legend>
        <div class="chips">${Object.keys(t.tag).map((tag) => this.#tag(t, tag, tags))}</div></fieldset></div>`;
  }

  focus() {
    this.focusOn('#source');
  }
}
customElements.define('sv-staff-fields', StaffFields);
