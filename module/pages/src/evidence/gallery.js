// Photos that the server keeps, as thumbnails that open the whole. `of` is what they belong to:
// cases/<id> or inspections/<id>. With a receipt, which no address may hold, they are fetched
// with the header and shown from memory. Emits nothing.
import { css, html, nothing } from 'lit';
import { withReceipt } from '../kit/api.js';
import { Part } from '../kit/element.js';

export class Gallery extends Part {
  static properties = { of: {}, ids: { attribute: false }, receipt: {}, blobs: { state: true } };
  static styles = [Part.styles, css`
    ul { display: flex; flex-wrap: wrap; gap: 8px; }
    a, .missing {
      display: grid; place-items: center; width: 104px; height: 104px; border-radius: var(--radius-small); overflow: hidden;
      border: 1px solid var(--line); background: var(--well); color: var(--ink-soft); font-size: .8125rem; text-align: center;
    }
    img { width: 100%; height: 100%; object-fit: cover; display: block; }
  `];

  constructor() {
    super();
    this.ids = [];
    this.blobs = {};
  }

  willUpdate(changed) {
    if (this.receipt && this.client && ['of', 'ids', 'receipt', 'client'].some((name) => changed.has(name))) this.#load();
  }

  disconnectedCallback() {
    Object.values(this.blobs).forEach((url) => url && URL.revokeObjectURL(url));
    this.blobs = {};
    super.disconnectedCallback();
  }

  #path(id) {
    return `${this.of}/evidence/${id}`;
  }

  async #load() {
    const of = this.of;
    for (const id of this.ids ?? []) {
      if (id in this.blobs) continue;
      try {
        const blob = await this.client.blob(this.#path(id), { query: { size: 'thumbnail' }, headers: withReceipt(this.receipt) });
        if (of !== this.of || !this.isConnected) return;
        this.blobs = { ...this.blobs, [id]: URL.createObjectURL(blob) };
      } catch {
        this.blobs = { ...this.blobs, [id]: '' };
      }
    }
  }

  /** The whole one, which only the header opens: a page of this tab's own. */
  async #open(event, id) {
    event.preventDefault();
    const page = window.open('', '_blank');
    try {
      const url = URL.createObjectURL(await this.client.blob(this.#path(id), { headers: withReceipt(this.receipt) }));
      if (page) page.location.replace(url);
      setTimeout(() => URL.revokeObjectURL(url), 60000);
    } catch {
      page?.close();
    }
  }

  #photo(t, id, n) {
    const src = this.receipt ? this.blobs[id] : this.client.url(this.#path(id), { size: 'thumbnail' });
    if (src === '') return html`<li><span class="missing">${t.photos.missing}</span></li>`;
    const img = src ? html`<img loading="lazy" src=${src} alt=${t.photos.one(n)}>` : html`<span>${t.photos.one(n)}</span>`;
    return html`<li><a target="_blank" rel="noopener" href=${this.receipt ? '#' : this.client.url(this.#path(id))} aria-label=${t.photos.open(n)}
      @click=${this.receipt ? (e) => this.#open(e, id) : nothing}>${img}</a></li>`;
  }

  render() {
    if (!this.ids?.length || !this.client) return nothing;
    return html`<ul>${this.ids.map((id, i) => this.#photo(this.t, id, i + 1))}</ul>`;
  }
}
customElements.define('sv-gallery', Gallery);
