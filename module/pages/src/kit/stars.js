// One to five stars: five radio buttons that look like it. Emits `rated` with the number.
import { css, html } from 'lit';
import { Part } from './element.js';

export class Stars extends Part {
  static properties = { value: { type: Number }, label: {}, readonly: { type: Boolean } };
  static styles = [Part.styles, css`
    fieldset { display: flex; gap: 2px; }
    label { position: relative; }
    input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
    span { display: grid; place-items: center; width: 46px; height: 46px; font-size: 30px; line-height: 1; color: var(--line-strong); }
    .on { color: var(--star); }
    input:focus-visible + span { outline: 3px solid var(--accent); border-radius: 8px; }
    .shown { color: var(--star); letter-spacing: .1em; font-size: 1.2rem; }
  `];

  constructor() {
    super();
    this.value = 0;
    this.label = '';
  }

  #rate(n) {
    this.value = n;
    this.emit('rated', n);
  }

  render() {
    const t = this.t;
    if (this.readonly) {
      return html`<span class="shown" role="img" aria-label=${t.common.stars(this.value)}
        >${'★'.repeat(this.value)}${'☆'.repeat(5 - this.value)}</span>`;
    }
    return html`<fieldset role="radiogroup" aria-label=${this.label}>${[1, 2, 3, 4, 5].map((n) => html`
      <label><input type="radio" name="stars" value=${n} aria-label=${t.common.stars(n)}
        .checked=${this.value === n} @change=${() => this.#rate(n)}
        ><span class=${n <= this.value ? 'on' : ''} aria-hidden="true">${n <= this.value ? '★' : '☆'}</span></label>`)}
    </fieldset>`;
  }

  focus() {
    this.renderRoot.querySelector('input')?.focus();
  }
}
customElements.define('sv-stars', Stars);
