// Finds a place by what is typed: a combobox over the campus's places. Emits `placed` with the
// place or null.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import form from '../kit/styles/form.js';

const SHOWN = 8;

export class PlacePicker extends Part {
  static properties = {
    value: {}, // the place's id
    invalid: { type: Boolean },
    places: { state: true }, typed: { state: true }, open: { state: true }, active: { state: true },
  };
  static styles = [Part.styles, form, css`
    .box { position: relative; }
    ul {
      position: absolute; z-index: 5; inset-inline: 0; top: calc(100% + 4px); background: var(--card);
      border: 1px solid var(--line-strong); border-radius: var(--radius-small); box-shadow: var(--shadow);
      max-height: 50vh; overflow-y: auto; padding: 4px;
    }
    li { padding: 10px 12px; min-height: 44px; border-radius: 6px; cursor: pointer; }
    li[aria-selected="true"], li:hover { background: var(--accent-soft); }
    .none { color: var(--ink-soft); cursor: default; }
    .clear { position: absolute; inset-inline-end: 2px; top: 0; font-size: 1.2rem; color: var(--ink-soft); }
  `];

  constructor() {
    super();
    this.value = '';
    this.typed = '';
    this.active = -1;
    this.places = [];
  }

  willUpdate(changed) {
    if (changed.has('client') && this.client) this.#load();
    if (changed.has('value') || changed.has('places')) {
      const chosen = this.places.find((p) => p.id === this.value);
      if (chosen && !this.open) this.typed = this.pick(chosen);
      if (!this.value && changed.get('value')) this.typed = '';
    }
  }

  #load() {
    this.client.places().then((places) => { this.places = places; }, () => {});
  }

  #enter() {
    this.open = true;
    if (!this.places.length) this.#load(); // it may have failed before
  }

  get #found() {
    const words = this.typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const text = (p) => `${p.name} ${p.name_en ?? ''} ${p.id}`.toLowerCase();
    return this.places.filter((p) => words.every((w) => text(p).includes(w))).slice(0, SHOWN);
  }

  #choose(place) {
    this.open = false;
    this.active = -1;
    this.value = place?.id ?? '';
    this.typed = place ? this.pick(place) : '';
    this.emit('placed', place);
  }

  #type(event) {
    this.typed = event.target.value;
    this.open = true;
    this.active = -1;
    if (this.value) {
      this.value = '';
      this.emit('placed', null);
    }
  }

  #key(event) {
    const found = this.#found;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.active = this.open && found.length ? (this.active + step + found.length) % found.length : 0;
      this.open = true;
    } else if (event.key === 'Enter' && this.open && found[this.active]) {
      event.preventDefault();
      this.#choose(found[this.active]);
    } else if (event.key === 'Escape' && this.open) {
      event.preventDefault();
      this.open = false;
    }
  }

  render() {
    const t = this.t;
    const found = this.open ? this.#found : [];
    return html`<div class="field">
      <label for="place">${t.place.label}<span class="mark">${t.common.optional}</span></label>
      <div class="box">
        <input id="place" role="combobox" autocomplete="off" aria-autocomplete="list" aria-controls="places"
          aria-expanded=${this.open ? 'true' : 'false'} aria-invalid=${this.invalid ? 'true' : 'false'}
          aria-activedescendant=${this.active >= 0 && found.length ? `place-${this.active}` : nothing}
          placeholder=${t.place.hint} .value=${this.typed} @input=${this.#type} @keydown=${this.#key}
          @focus=${this.#enter} @blur=${() => { this.open = false; }}>
        ${this.value ? html`<button type="button" class="quiet clear" aria-label=${t.place.clear}
          @click=${() => this.#choose(null)}>×</button>` : nothing}
        <ul id="places" role="listbox" aria-label=${t.place.label} ?hidden=${!this.open || (!found.length && !this.typed)}>
          ${found.map((p, i) => html`<li id="place-${i}" role="option" aria-selected=${i === this.active}
            @pointerdown=${(e) => e.preventDefault()} @click=${() => this.#choose(p)}>${this.pick(p)}</li>`)}
          ${found.length ? nothing : html`<li class="none" role="option" aria-disabled="true">${t.place.none}</li>`}
        </ul>
      </div>
      <span class="visually-hidden" aria-live="polite">${this.open && this.typed ? t.place.found(found.length) : ''}</span>
    </div>`;
  }

  focus() {
    this.renderRoot.querySelector('input')?.focus();
  }
}
customElements.define('sv-place', PlacePicker);
