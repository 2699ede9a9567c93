// In which of the plan's ways a check was made, and who was invited to it. Emits `change` with
// changes of the draft.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { ALONE, PAIRS, choose, toggle } from './ways.js';
import form from '../kit/styles/form.js';

const NOBODY = { kind: 'students', name: '', organisation: '' };
const PARTICIPANTS_MAX = 20;

export class InspectWays extends Part {
  static properties = { tags: { attribute: false }, participants: { attribute: false }, self: { type: Boolean }, asked: { type: Boolean } }; // asked: what is missing is said
  static styles = [Part.styles, form, css`
    summary { display: block; }
    .chosen { font-weight: 400; color: var(--ink); }
    li { border: 1px solid var(--line); border-radius: var(--radius-small); padding: 10px; display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }
    ol { display: grid; gap: 10px; }
    .chip span { min-height: 44px; }
  `];

  #tags(tags) {
    this.emit('change', { tags });
  }

  /** What a unit checks by itself is a self-check and no covert one; nobody else's is a self-check. */
  #options(pair) {
    if (pair.includes('self_check')) return this.self ? ['self_check'] : ['', 'from_above'];
    return this.self ? pair.filter((tag) => tag !== 'covert_visit') : pair;
  }

  #pair(t, pair) {
    const now = pair.find((tag) => this.tags.includes(tag)) ?? '';
    const options = this.#options(pair);
    return html`<fieldset><legend class="visually-hidden">${pair.map((tag) => t.tag[tag]).join(' / ')}</legend><div class="chips">${options.map((tag) => html`
      <label class="chip"><input type="radio" name=${pair.join('-')} value=${tag} .checked=${now === tag} @change=${() => this.#tags(choose(this.tags, pair, tag))}>
        <span>${tag ? t.tag[tag] : t.inspect.neither}</span></label>`)}</div></fieldset>`;
  }

  #person(at, change) {
    this.emit('change', { participants: this.participants.map((p, i) => (i === at ? { ...p, ...change } : p)) });
  }

  async #add() {
    this.emit('change', { participants: [...this.participants, { ...NOBODY }] });
    await this.updateComplete;
    this.focusOn(`#p-kind-${this.participants.length - 1}`);
  }

  #participant(t, p, at) {
    const line = (name, max) => {
      const wrong = this.asked && name === 'name' && !p.name.trim();
      return html`<div class="field"><label for="p-${name}-${at}">${t.inspect.person[name]}</label>
        <input id="p-${name}-${at}" maxlength=${max} autocomplete="off" .value=${p[name]} aria-invalid=${wrong ? 'true' : 'false'}
          aria-describedby=${wrong ? `p-error-${at}` : nothing} @input=${(e) => this.#person(at, { [name]: e.target.value })}>
        ${wrong ? html`<p class="error" id="p-error-${at}" role="alert">${t.inspect.needName}</p>` : nothing}</div>`;
    };
    return html`<li><div class="field"><label for="p-kind-${at}">${t.inspect.person.kind}</label>
        <select id="p-kind-${at}" @change=${(e) => this.#person(at, { kind: e.target.value })}>${Object.entries(t.participant).map(([code, name]) => html`
          <option value=${code} ?selected=${code === p.kind}>${name}</option>`)}</select></div>
      ${line('name', 40)}${line('organisation', 60)}
      <button type="button" class="quiet" @click=${() => this.emit('change', { participants: this.participants.filter((_, i) => i !== at) })}>${t.checklist.remove}</button></li>`;
  }

  /** Of whom nothing is known but where he is from. */
  static nameless(tags, participants) {
    return tags.includes('joint') ? participants.findIndex((p) => !p.name.trim()) : -1;
  }

  async focus() {
    await this.updateComplete;
    this.renderRoot.querySelector('#ways').open = true;
    this.focusOn(`#p-name-${InspectWays.nameless(this.tags, this.participants)}`);
  }

  render() {
    const t = this.t;
    const joint = this.tags.includes('joint');
    return html`<details id="ways"><summary>${t.desk.byTag} <span class="chosen small">${this.tags.map((tag) => t.tag[tag]).join(t.checklist.comma)}</span></summary>
      <div class="stack tight">${PAIRS.map((pair) => this.#pair(t, pair))}
        <div class="chips">${ALONE.map((tag) => html`<label class="chip"><input type="checkbox" name="alone" value=${tag} .checked=${this.tags.includes(tag)}
          @change=${(e) => this.#tags(toggle(this.tags, tag, e.target.checked))}><span>${t.tag[tag]}</span></label>`)}</div>
        ${joint ? html`<ol aria-label=${t.inspect.participants}>${this.participants.map((p, at) => this.#participant(t, p, at))}</ol>
          ${this.participants.length < PARTICIPANTS_MAX ? html`<button type="button" id="add-person" @click=${this.#add}>+ ${t.inspect.addPerson}</button>` : nothing}` : nothing}
      </div></details>`;
  }
}
customElements.define('sv-inspect-ways', InspectWays);
