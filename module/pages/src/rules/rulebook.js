// 规则: a domain's rulebook as people read it, and the dry run of a candidate. Owns which domain
// and which of the two is shown; both stand in the fragment, so that a link can name them.
import { css, html, nothing } from 'lit';
import { Loader } from '../kit/loader.js';
import { StaffView } from '../kit/staff-view.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';
import tokens from '../kit/styles/tokens.js';
import './dry-run.js';
import './rulebook-items.js';
import './rulebook-terms.js';

const FRAGMENT = /^#([a-z][a-z0-9_]{1,31})(\/dry-run)?$/;
const MAY_TRY = ['office', 'admin'];

export class SupervisionRulebook extends StaffView {
  static properties = { domain: { state: true }, tab: { state: true } };
  static styles = [tokens, StaffView.styles, form, data, css`
    .columns { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
    .contents ol { display: grid; gap: 2px; }
    .contents button { width: 100%; justify-content: space-between; text-align: start; font-weight: 400; color: var(--ink); }
    .side details > summary { font-weight: 650; }
    @media (min-width: 1000px) {
      .columns { grid-template-columns: 250px minmax(0, 1fr); align-items: start; }
      .side { position: sticky; top: 12px; max-height: calc(100vh - 24px); overflow-y: auto; }
    }
    @media (max-width: 699px) { .domains .chips { flex-wrap: nowrap; overflow-x: auto; padding: 4px; margin: -4px; } .domains .chip { flex: none; } }
    .name { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline; }
    code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", monospace; overflow-wrap: anywhere; }
    @media print { .columns { display: block; } }
  `];

  main = new Loader(this); // the book

  constructor() {
    super();
    this.domain = this.tab = '';
  }

  /** The roles alone say who may try a candidate. */
  names() {
    this.client.me().then((me) => { this.me = me; }, () => {});
  }

  async enter() {
    this.domains = await this.client.domains();
  }

  follow() {
    const [, domain = '', dry = ''] = location.hash.match(FRAGMENT) ?? [];
    this.tab = dry ? 'dry-run' : '';
    this.domain = this.domains.some((d) => d.domain === domain) ? domain : this.domains[0]?.domain ?? '';
    if (this.domain) this.show({ domain: this.domain });
  }

  load() {
    const { domain } = this.query;
    this.main.forget();
    return this.main.ask(() => this.client.get(`domains/${encodeURIComponent(domain)}/rulebook`));
  }

  #go(part) {
    const target = this.renderRoot.querySelector(part.of)?.at?.(part.code);
    target?.scrollIntoView({ block: 'start' });
    target?.focus({ preventScroll: true });
  }

  #contents(t, book) {
    const sections = (book.sections ?? []).map((s) => ({ of: 'sv-rulebook-items', code: s.code, name: this.pick(s), n: s.items?.length ?? 0 }));
    const terms = ['templates', 'scoring', 'standing', 'deadlines', 'categories', 'bases'].map((code) => ({ of: 'sv-rulebook-terms', code, name: t.rulebook[code] }));
    const list = [...sections, ...terms];
    const wide = matchMedia('(min-width: 1000px)').matches;
    return html`<nav class="card side contents noprint" aria-label=${t.rulebook.contents}><details ?open=${wide}><summary>${t.rulebook.contents}</summary>
      <ol>${list.map((part) => html`<li><button type="button" class="quiet" data-part=${part.code} @click=${() => this.#go(part)}>
        <span>${part.name}</span>${part.n ? html`<span class="soft">${part.n}</span>` : nothing}</button></li>`)}</ol></details></nav>`;
  }

  #viewer(t) {
    const waiting = this.main.waiting(this, () => this.again());
    if (waiting) return waiting;
    const book = this.main.value;
    return html`<div class="columns">${this.#contents(t, book)}<div class="stack">
      <section class="card stack tight"><div class="top"><h2 class="name"><span>${this.pick(book)}</span>
          <span class="small soft">${t.rulebook.version(book.version)}</span></h2>
        <button type="button" class="noprint" id="print" @click=${() => print()}>${t.rulebook.print}</button></div>
        ${this.#digest ? html`<p class="small soft">${t.rulebook.digest} <code>${this.#digest.slice(0, 16)}</code></p>` : nothing}</section>
      <sv-rulebook-items .client=${this.client} .book=${book}></sv-rulebook-items>
      <sv-rulebook-terms .client=${this.client} .book=${book}></sv-rulebook-terms></div></div>`;
  }

  get #digest() {
    return this.domains?.find((d) => d.domain === this.domain)?.digest;
  }

  #domainChips(t) {
    return html`<fieldset class="domains noprint"><legend class="visually-hidden">${t.rulebook.domain}</legend><div class="chips">${(this.domains ?? []).map((d) => html`
      <label class="chip"><input type="radio" name="domain" value=${d.domain} .checked=${d.domain === this.domain}
        @change=${() => { location.hash = `${d.domain}${this.tab && `/${this.tab}`}`; }}><span>${this.pick(d)}</span></label>`)}</div></fieldset>`;
  }

  #tabs(t) {
    if (!MAY_TRY.includes(this.me?.role)) return nothing;
    const tab = (name, path, text) => html`<a href="#${this.domain}${path}" data-tab=${name || 'viewer'} aria-current=${this.tab === name ? 'page' : nothing}>${text}</a>`;
    return html`<nav class="tabs noprint" aria-label=${t.rulebook.title}>${tab('', '', t.rulebook.viewer)}${tab('dry-run', '/dry-run', t.rulebook.dryRun)}</nav>`;
  }

  render() {
    const t = this.t;
    const trying = this.tab === 'dry-run' && MAY_TRY.includes(this.me?.role);
    return html`<div class="stack"><header><h1>${t.rulebook.title}</h1><p class="soft noprint">${t.rulebook.lead}</p></header>
      ${this.#domainChips(t)}${this.#tabs(t)}
      ${trying ? html`<sv-dry-run .client=${this.client} domain=${this.domain}></sv-dry-run>` : this.#viewer(t)}</div>`;
  }
}
customElements.define('supervision-rulebook', SupervisionRulebook);
