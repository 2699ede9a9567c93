// Photos to be sent: taken or chosen, made smaller, uploaded one after the other.
//
//   <sv-photos .client=${api} .ids=${ids} .pending=${pending} .max=${9} .label=${text}
//     ?hold=${offline} @photographed=${(e) => keep(e.detail.ids, e.detail.pending)}></sv-photos>
//
// ids      of the photos that the server has, in their order: what goes into a request
// pending  [{ key, blob }]: those it has not. Both belong to whoever uses the element: keep what
//          `photographed` brings (blobs fit into IndexedDB) and give it back as it was; without
//          being given back nothing is lost while the element lives.
// hold     uploads nothing, all stays pending; when it ends, what is pending goes up
// instead  by id or key: what is said of a photo instead of where it stands, such as that its owner
//          does not have it yet
// flush()  uploads what is pending now; resolves to true when nothing is left
// busy     whether something goes up at this moment
// `uploaded` with { key, id } tells which of the pending became which photo, before
// `photographed`, which comes with { ids, pending, busy } after every change. What the network loses
// stays pending and goes up by itself once the browser is online again; what the server refuses
// for good is shown with its reason and counts nowhere.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { shrink } from './shrink.js';
import { randomToken } from '../kit/storage.js';

const MAX = 9; // of one list, as the server takes it
const RESTS = ['queued', 'waiting', 'done']; // states that last: one may be believed in them, and leave
const previews = new Map(); // id or key -> blob: address, for as long as the page lives

/** The address of its picture; given before, a photo that the server has is shown too. */
export function previewOf(key, blob) {
  if (!previews.has(key)) previews.set(key, URL.createObjectURL(blob));
  return previews.get(key);
}

function forget(key) {
  if (previews.has(key)) URL.revokeObjectURL(previews.get(key));
  previews.delete(key);
}

export class Photos extends Part {
  static properties = {
    ids: { attribute: false }, pending: { attribute: false }, max: { type: Number }, label: {}, hint: {}, hold: { type: Boolean },
    wrong: {}, // what the server said of the list, if anything
    instead: { attribute: false },
    items: { state: true }, note: { state: true },
  };
  static styles = [Part.styles, css`
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 10px; }
    li { position: relative; display: grid; gap: 4px; align-content: start; }
    .frame {
      aspect-ratio: 1; border-radius: var(--radius-small); overflow: hidden; background: var(--well); border: 1px solid var(--line);
      display: grid; place-items: center; color: var(--ink-soft); font-size: .8125rem; text-align: center;
    }
    .frame.failed { border: 2px solid var(--bad); }
    img { width: 100%; height: 100%; object-fit: cover; display: block; }
    .remove {
      position: absolute; top: 0; right: 0; width: 44px; min-height: 44px; padding: 0; border: 0; background: none; border-radius: 50%;
    }
    .remove::before {
      content: "×"; display: grid; place-items: center; width: 28px; height: 28px; border-radius: 50%; background: var(--card); color: var(--ink);
      border: 1px solid var(--line-strong); font-size: 18px; line-height: 1;
    }
    progress { width: 100%; height: 6px; accent-color: var(--accent); }
    .pick { position: relative; flex: 1 1 9rem; }
    .pick input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; margin: 0; }
    .pick input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }
    .pick span { width: 100%; }
    .error { color: var(--bad); font-size: .875rem; overflow-wrap: anywhere; }
    .head { display: flex; justify-content: space-between; gap: 12px; font-weight: 600; }
  `];

  #running = false;
  #abort = null;
  #online = () => this.flush();

  constructor() {
    super();
    Object.assign(this, { ids: [], pending: [], max: MAX, label: '', hint: '', hold: false, wrong: '', instead: {}, items: [], note: '' });
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('online', this.#online);
  }

  disconnectedCallback() {
    removeEventListener('online', this.#online);
    super.disconnectedCallback();
  }

  get busy() {
    return this.items.some((i) => i.state === 'preparing' || i.state === 'uploading' || i.state === 'queued');
  }

  willUpdate(changed) {
    if (changed.has('ids') || changed.has('pending')) this.#take();
  }

  updated(changed) {
    if ((changed.has('hold') || changed.has('pending') || changed.has('client')) && !this.hold) this.#run();
  }

  /** What the owner says there is; refused ones and those being prepared are this element's own. */
  #take() {
    const has = (key, value) => this.items.some((i) => i[key] === value);
    const given = (i) => (i.id ? this.ids.includes(i.id) : i.state === 'preparing' || i.state === 'refused'
      || this.pending.some((p) => p.key === i.key));
    const fresh = [
      ...this.ids.filter((id) => !has('id', id)).map((id) => ({ key: id, id, state: 'done' })),
      ...this.pending.filter((p) => !has('key', p.key)).map((p) => ({ ...p, state: 'queued' })),
    ];
    const kept = this.items.filter(given);
    if (fresh.length || kept.length !== this.items.length) this.items = [...kept, ...fresh];
  }

  #tell() {
    const ids = this.items.filter((i) => i.id).map((i) => i.id);
    const pending = this.items.filter((i) => !i.id && i.blob && i.state !== 'refused').map(({ key, blob }) => ({ key, blob }));
    this.ids = ids;
    this.pending = pending;
    this.emit('photographed', { ids, pending, busy: this.busy });
  }

  #change(key, change) {
    this.items = this.items.map((i) => (i.key === key ? { ...i, ...change } : i));
  }

  async #add(event) {
    const files = [...event.target.files];
    event.target.value = ''; // the same file may be chosen again
    const room = this.max - this.items.filter((i) => i.state !== 'refused').length;
    this.note = files.length > room ? this.t.photos.tooMany(this.max) : '';
    const added = files.slice(0, Math.max(0, room)).map((file) => ({ key: randomToken(), file, state: 'preparing' }));
    this.items = [...this.items, ...added];
    for (const { key, file } of added) {
      const blob = await shrink(file);
      this.#change(key, { blob, file: undefined, state: 'queued' });
      if (!this.items.some((i) => i.key === key)) continue; // removed meanwhile
      this.#tell();
    }
    this.#run();
  }

  #remove(item) {
    if (item.state === 'uploading') this.#abort?.();
    forget(item.key);
    this.items = this.items.filter((i) => i.key !== item.key);
    this.note = '';
    this.#tell();
    this.focusOn('.pick input');
  }

  #retry(item) {
    this.#change(item.key, { state: 'queued', error: null });
    this.#run();
  }

  /** One after the other, so that the first is there soon and a phone's memory holds one. */
  async #run() {
    if (this.#running || this.hold || !this.client) return;
    this.#running = true;
    try {
      for (let item; !this.hold && (item = this.items.find((i) => i.state === 'queued'));) await this.#upload(item);
    } finally {
      this.#running = false;
    }
  }

  async #upload({ key, blob }) {
    this.#change(key, { state: 'uploading', progress: 0, error: null });
    try {
      const { id } = await this.client.upload('evidence', blob, {
        progress: (progress) => this.#change(key, { progress }), started: (abort) => { this.#abort = abort; },
      });
      this.#uploaded(key, id, blob);
    } catch (error) {
      if (error.name === 'AbortError') return; // removed
      this.#change(key, { state: error.temporary ? 'waiting' : 'refused', error });
    } finally {
      this.#abort = null;
    }
    this.#tell();
  }

  #uploaded(key, id, blob) {
    previewOf(id, blob);
    forget(key);
    this.emit('uploaded', { key, id });
    if (this.items.some((i) => i.id === id)) this.items = this.items.filter((i) => i.key !== key); // the same photo twice
    else this.items = this.items.map((i) => (i.key === key ? { key: id, id, state: 'done' } : i));
  }

  async flush() {
    this.items = this.items.map((i) => (i.state === 'waiting' ? { ...i, state: 'queued', error: null } : i));
    await this.#run();
    while (this.#running) await new Promise((resolve) => { setTimeout(resolve, 50); });
    return !this.items.some((i) => !i.id && i.state !== 'refused');
  }

  #state(t, item) {
    if (item.state === 'uploading' && item.progress < 1) return t.photos.uploading(Math.round(item.progress * 100));
    if (RESTS.includes(item.state) && this.instead[item.key]) return this.instead[item.key];
    if (item.state === 'waiting') return item.error?.status ? t.photos.failed : t.photos.waiting;
    return { preparing: t.photos.preparing, queued: this.hold ? t.photos.held : t.photos.preparing, uploading: t.photos.uploading(100), done: t.photos.done, refused: t.photos.failed }[item.state];
  }

  #why(t, item) {
    if (!item.error || (item.state === 'waiting' && !item.error.status)) return nothing;
    const text = item.error.status === 413 ? t.photos.tooLarge : item.error.say(t, this.language);
    return html`<p class="error" role="alert">${text}</p>`;
  }

  #item(t, item, n) {
    const preview = item.id ? previews.get(item.id) : item.blob && previewOf(item.key, item.blob);
    return html`<li data-state=${item.state}>
      <div class="frame ${item.state === 'refused' ? 'failed' : ''}">${preview
        ? html`<img src=${preview} alt=${t.photos.one(n)} @error=${(e) => { e.target.hidden = true; }}>` : html`<span>${t.photos.one(n)}</span>`}</div>
      <button type="button" class="remove" aria-label=${t.photos.remove(n)} @click=${() => this.#remove(item)}></button>
      ${item.state === 'uploading' ? html`<progress max="1" .value=${item.progress ?? 0} aria-label=${t.photos.one(n)}></progress>` : nothing}
      <span class="small soft">${this.#state(t, item)}</span>
      ${this.#why(t, item)}
      ${item.state === 'waiting' ? html`<button type="button" class="quiet" aria-label=${t.photos.retryOne(n)} @click=${() => this.#retry(item)}>${t.photos.retry}</button>` : nothing}
    </li>`;
  }

  #pick(text, id, more) {
    const full = this.items.filter((i) => i.state !== 'refused').length >= this.max;
    return html`<label class="pick"><input type="file" id=${id} accept="image/*" ?multiple=${more.multiple} capture=${more.capture ?? nothing}
      ?disabled=${full} aria-describedby="hint" @change=${this.#add}><span class="button" aria-disabled=${full ? 'true' : 'false'}>${text}</span></label>`;
  }

  render() {
    const t = this.t;
    const counted = this.items.filter((i) => i.state !== 'refused').length;
    return html`<div class="stack tight" role="group" aria-label=${this.label || t.photos.title}>
      <p class="head"><span>${this.label || t.photos.title}</span><span class="small soft">${t.photos.count(counted, this.max)}</span></p>
      <p class="small soft" id="hint">${this.hint || t.photos.hint(this.max)}</p>
      ${this.items.length ? html`<ul>${this.items.map((item, i) => this.#item(t, item, i + 1))}</ul>` : nothing}
      <div class="row">${this.#pick(t.photos.take, 'take', { capture: 'environment' })}${this.#pick(t.photos.choose, 'choose', { multiple: true })}</div>
      <p class="small" role="status">${this.note}</p>
      ${this.wrong ? html`<p class="error" role="alert">${this.wrong}</p>` : nothing}</div>`;
  }

  focus() {
    this.renderRoot.querySelector('.pick input')?.focus();
  }
}
customElements.define('sv-photos', Photos);
