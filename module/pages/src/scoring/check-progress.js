// How far a check has come, always in sight: done of all, saved, and the way to what is missing.
// Emits `next` for the next item that is missing something.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';

export class CheckProgress extends Part {
  static properties = { done: { type: Number }, total: { type: Number }, title: {}, saved: {} };
  static styles = [Part.styles, css`
    :host { position: sticky; top: 0; z-index: 4; margin-inline: -14px; background: var(--ground); border-bottom: 1px solid var(--line); }
    .in { padding: 8px 14px 10px; display: grid; gap: 6px; grid-template-columns: minmax(0, 1fr); }
    .line { display: flex; align-items: center; justify-content: space-between; gap: 10px; }
    .title { font-weight: 650; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .bar { height: 8px; border-radius: 4px; background: var(--well); overflow: hidden; border: 1px solid var(--line-strong); }
    progress { display: block; width: 100%; height: 12px; accent-color: var(--accent); }
    .count { font-variant-numeric: tabular-nums; font-weight: 650; white-space: nowrap; }
    button { min-height: 44px; padding: 4px 12px; }
  `];

  render() {
    const t = this.t;
    const left = this.total - this.done;
    return html`<div class="in"><div class="line"><span class="title">${this.title}</span>
        <span class="count">${this.done}/${this.total}</span></div>
      <progress max=${this.total} .value=${this.done} aria-label=${t.checklist.progress(this.done, this.total)}></progress>
      <div class="line"><span class="small soft" id="saved">${this.saved}</span>
        ${left ? html`<button type="button" class="quiet" id="next-missing" @click=${() => this.emit('next')}>${t.checklist.nextMissing(left)}</button>` : nothing}</div></div>`;
  }
}
customElements.define('sv-check-progress', CheckProgress);
