// A view of the staff's: it knows who looks at it and what units and domains are called, and what
// it shows stands in the fragment of its address. Owns the way there: who, then what; again from
// where that failed. Must not know what is shown.
//
// A view of this kind has `main`, the Loader of what it stands on; follow(), which reads the
// address and sets `query`; and load(), which asks for what `query` says.
import { html, nothing } from 'lit';
import { View } from './element.js';
import { readFragment, writeFragment } from './fragment.js';

export class StaffView extends View {
  static properties = { me: { state: true }, domains: { state: true }, units: { state: true }, query: { state: true } };

  #entered = false;
  #onHash = () => { if (this.#entered) this.follow(); };

  constructor() {
    super();
    this.api = '/desk/api/';
    this.query = null;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.#onHash);
    super.disconnectedCallback();
  }

  updated(changed) {
    if (changed.has('client')) this.begin();
  }

  async begin() {
    this.names();
    try {
      await this.enter();
    } catch (error) {
      this.main.ask(() => Promise.reject(error));
      return;
    }
    this.#entered = true;
    this.follow();
  }

  /** What is asked for by the way: the view stands without. */
  names() {
    this.client.domains().then((domains) => { this.domains = domains; }, () => {});
    this.client.units().then((units) => { this.units = units; }, () => {});
  }

  /** What has to be known before anything can be shown. */
  async enter() {
    this.me = await this.client.me();
  }

  again() {
    return this.query ? this.load() : this.begin();
  }

  /** A unit sees its own alone, whatever the address says. */
  get isUnit() {
    return this.me?.role === 'unit';
  }

  /** The filters of these names as the address has them; '' for all. */
  filtersOf(names) {
    const given = readFragment();
    const query = Object.fromEntries(names.map((name) => [name, given[name] ?? '']));
    return this.isUnit ? { ...query, unit: '' } : query;
  }

  /** Shows this, unless it is what is shown. */
  show(query) {
    if (JSON.stringify(query) === JSON.stringify(this.query)) return;
    this.query = query;
    this.load();
  }

  set(change) {
    writeFragment({ ...this.query, ...change });
  }

  select(name, label, options) {
    const value = this.query?.[name] ?? '';
    return html`<div class="field"><label for=${name}>${label}</label><select id=${name} @change=${(e) => this.set({ [name]: e.target.value })}>
      <option value="" ?selected=${!value}>${this.t.common.all}</option>
      ${options.map(([code, text]) => html`<option value=${code} ?selected=${value === code}>${text}</option>`)}</select></div>`;
  }

  domainSelect(label) {
    return this.select('domain', label, (this.domains ?? []).map((d) => [d.domain, this.pick(d)]));
  }

  unitSelect(label) {
    return this.isUnit ? nothing : this.select('unit', label, (this.units ?? []).map((u) => [u.id, this.pick(u)]));
  }
}
