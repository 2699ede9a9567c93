// The reporter's last word: rate and confirm, reopen, withdraw; whichever the case allows.
// Emits `changed` with the case.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { withReceipt } from '../kit/api.js';
import form from '../kit/styles/form.js';
import '../kit/stars.js';

export class Feedback extends Part {
  static properties = {
    case: { attribute: false }, receipt: {},
    rating: { state: true }, comment: { state: true }, reason: { state: true }, asking: { state: true },
    busy: { state: true }, error: { state: true },
  };
  static styles = [Part.styles, form, css`.row > button { flex: 1 1 9rem; }`];

  constructor() {
    super();
    this.#clear();
  }

  #clear() {
    Object.assign(this, { rating: 0, comment: '', reason: '', asking: '', error: null, busy: false });
  }

  #may(action) {
    return (this.case.allowed_actions ?? []).some((a) => a.action === action);
  }

  async #act(action, body) {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      const version = this.case.version ? { version: this.case.version } : {};
      const k = await this.client.post(`cases/${this.case.id}/${action}`, { ...body, ...version }, { headers: withReceipt(this.receipt) });
      this.#clear();
      this.emit('changed', k);
    } catch (error) {
      this.error = error;
      this.busy = false;
    }
  }

  #confirm() {
    if (!this.rating) {
      this.error = { say: (t) => t.follow.needRating };
      this.renderRoot.querySelector('sv-stars').focus();
      return;
    }
    const comment = this.comment.trim();
    this.#act('confirm', { rating: this.rating, ...(comment && { comment }) });
  }

  #ask(action) {
    this.asking = action;
    this.error = null;
    this.focusOn('#reason');
  }

  #rate(t) {
    return html`<div class="stack"><h2>${t.follow.rate}</h2>
      <sv-stars .value=${this.rating} .label=${t.follow.rating} @rated=${(e) => { this.rating = e.detail; }}></sv-stars>
      <div class="field"><label for="comment">${t.follow.comment}<span class="mark">${t.common.optional}</span></label>
        <textarea id="comment" maxlength="500" .value=${this.comment} @input=${(e) => { this.comment = e.target.value; }}></textarea></div>
    </div>`;
  }

  #reasonForm(t) {
    const label = this.asking === 'reopen' ? t.follow.reopenReason : t.follow.withdrawReason;
    return html`<div class="stack"><div class="field"><label for="reason">${label}</label>
        <textarea id="reason" maxlength="500" .value=${this.reason} @input=${(e) => { this.reason = e.target.value; }}></textarea></div>
      <div class="row"><button type="button" class="primary" id="sure" @click=${() => this.#act(this.asking, { reason: this.reason.trim() })}>${t.follow.sure}</button>
        <button type="button" @click=${() => { this.asking = ''; }}>${t.common.cancel}</button></div></div>`;
  }

  render() {
    const t = this.t;
    const [confirm, reopen, withdraw] = ['confirm', 'reopen', 'withdraw'].map((a) => this.#may(a));
    if (!confirm && !reopen && !withdraw) return nothing;
    return html`<section class="card stack" aria-busy=${this.busy ? 'true' : 'false'}>
      ${confirm && !this.asking ? this.#rate(t) : nothing}
      ${this.asking ? this.#reasonForm(t) : html`<div class="row">
        ${confirm ? html`<button type="button" class="primary" id="confirm" @click=${this.#confirm}>${t.follow.confirm}</button>` : nothing}
        ${reopen ? html`<button type="button" class="danger" id="reopen" @click=${() => this.#ask('reopen')}>${t.follow.reopen}</button>` : nothing}
        ${withdraw ? html`<button type="button" class="danger" id="withdraw" @click=${() => this.#ask('withdraw')}>${t.follow.withdraw}</button>` : nothing}
      </div>`}
      ${this.error ? html`<p class="error" role="alert">${this.error.say(t, this.language)}</p>` : nothing}
    </section>`;
  }
}
customElements.define('sv-feedback', Feedback);
