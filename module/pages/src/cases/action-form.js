// The actions that a case offers to this actor, and the form of the one chosen, made from what
// the server says of it. Emits `acted` with { case, action } and `stale` when another was faster.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import form from '../kit/styles/form.js';
import { actionBody, actionField, isPlain, STARTS } from './action-fields.js';
import { planMissing } from './dispatch-plan.js';
import { ANSWERED } from './kinds.js';
import '../kit/stars.js';

const GRAVE = ['reject', 'return', 'withdraw', 'refuse_extension', 'merge'];

export class ActionForm extends Part {
  static properties = {
    case: { attribute: false }, domains: { attribute: false }, units: { attribute: false },
    chosen: { state: true }, values: { state: true }, busy: { state: true }, error: { state: true },
  };
  static styles = [Part.styles, form, css`
    .actions { display: flex; flex-wrap: wrap; gap: 10px; }
    .actions > button { flex: 1 1 auto; }
    form { border-top: 1px solid var(--line); padding-top: 16px; }
    @media (min-width: 900px) { .actions > button { flex: 0 1 auto; } }
  `];

  constructor() {
    super();
    this.chosen = '';
    this.values = {};
  }

  willUpdate(changed) {
    if (changed.has('case') && changed.get('case')?.id !== this.case?.id) this.#close();
  }

  /** As the server names them; what nobody has to rectify is answered first of all. */
  get #actions() {
    const actions = this.case?.allowed_actions ?? [];
    if (!ANSWERED.includes(this.case?.kind)) return actions;
    return [...actions].sort((a, b) => Number(b.action === 'answer') - Number(a.action === 'answer'));
  }

  get #action() {
    return this.#actions.find((a) => a.action === this.chosen);
  }

  #close() {
    Object.assign(this, { chosen: '', values: {}, error: null, busy: false });
  }

  #open(action) {
    this.#close();
    this.chosen = action.action;
    this.values = STARTS[action.action]?.(this.case) ?? {};
    this.focusOn('form input, form textarea, form select, form sv-stars, form button');
  }

  async #send(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    const photos = this.renderRoot.querySelector('sv-photos');
    if (photos && !await photos.flush()) {
      this.busy = false;
      this.error = { field: 'evidence', say: (t) => t.photos.unsent };
      photos.focus();
      return;
    }
    const action = this.#action;
    const body = actionBody(action.fields ?? [], this.values);
    if (this.case.version) body.version = this.case.version;
    try {
      const k = await this.client.post(`cases/${this.case.id}/${action.action}`, body);
      this.#close();
      this.emit('acted', { case: k, action });
    } catch (error) {
      this.busy = false;
      this.error = error;
      if (error.status === 409 || error.status === 412) this.emit('stale', error);
      else if (error.field) this.focusOn(`#f-${error.field.replace(/\[.*/, '')}`);
    }
  }

  #form(t) {
    const action = this.#action;
    if (!action) return nothing;
    const fields = action.fields ?? [];
    const at = this.error?.field?.replace(/\[.*/, '');
    const known = fields.some((f) => f.name === at);
    const draw = (field) => actionField(field, (value) => { this.values = { ...this.values, [field.name]: value }; }, {
      t, client: this.client, language: this.language, case: this.case, values: this.values, units: this.units, domains: this.domains,
      pick: (thing) => this.pick(thing), error: field.name === at ? this.error.say(t, this.language) : '',
    });
    const missing = action.action === 'dispatch' ? planMissing(this.case, this.units) : [];
    const more = fields.filter((f) => !isPlain(f, missing));
    return html`<form class="stack" novalidate aria-labelledby="title" @submit=${this.#send}>
      <h3 id="title">${this.pick(action)}</h3>
      ${action.action === 'dispatch' ? html`<sv-dispatch-plan .client=${this.client} .case=${this.case} .values=${this.values} .domains=${this.domains} .units=${this.units}></sv-dispatch-plan>` : nothing}
      ${fields.filter((f) => isPlain(f, missing)).map(draw)}
      ${more.length ? html`<details ?open=${more.some((f) => f.name === at)}><summary>${t.desk.more}</summary>
        <div class="stack">${more.map(draw)}</div></details>` : nothing}
      ${this.error && !known ? html`<p class="message bad" role="alert">${this.error.say(t, this.language)}</p>` : nothing}
      <div class="row"><button class="primary" id="send" aria-disabled=${this.busy ? 'true' : 'false'}>${this.pick(action)}</button>
        <button type="button" @click=${() => { this.#close(); this.focusOn('.actions button'); }}>${t.common.cancel}</button></div>
    </form>`;
  }

  render() {
    const t = this.t;
    const actions = this.#actions;
    if (!actions.length) return html`<p class="soft">${t.desk.noActions}</p>`;
    return html`<div class="stack"><div class="actions" role="group" aria-label=${t.desk.actions}>${actions.map((a, i) => html`
        <button type="button" data-action=${a.action} aria-expanded=${a.action === this.chosen ? 'true' : 'false'}
          class=${GRAVE.includes(a.action) ? 'danger' : i === 0 && !this.chosen ? 'primary' : ''} @click=${() => this.#open(a)}>${this.pick(a)}</button>`)}</div>
      ${this.#form(t)}</div>`;
  }
}
customElements.define('sv-actions', ActionForm);
