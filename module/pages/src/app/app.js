// The stand-alone page: a head with tabs, and the view that is chosen. On our own pages (the
// `pages` attribute) each tab is a page with an address of its own. The staff's pages bring the
// script of their view along, and share one client: who signed in is asked for once.
import { css, html, nothing } from 'lit';
import { Api } from '../kit/api.js';
import { View } from '../kit/element.js';
import { pageUrl } from '../kit/pages.js';
import tokens from '../kit/styles/tokens.js';
import './language.js';
import './staff-nav.js';

const VIEWS = ['report', 'follow', 'board'];
const STAFF = {
  desk: (client) => html`<supervision-desk .client=${client}></supervision-desk>`,
  inspect: (client) => html`<supervision-inspect .client=${client}></supervision-inspect>`,
  calendar: (client) => html`<supervision-calendar .client=${client}></supervision-calendar>`,
  inspections: (client) => html`<supervision-inspections .client=${client}></supervision-inspections>`,
  directives: (client) => html`<supervision-directives .client=${client}></supervision-directives>`,
  standing: (client) => html`<supervision-standing .client=${client}></supervision-standing>`,
  rulebook: (client) => html`<supervision-rulebook .client=${client}></supervision-rulebook>`,
};

export class SupervisionApp extends View {
  static properties = {
    view: { reflect: true }, pages: { type: Boolean }, deskApi: { attribute: 'desk-api' },
  };
  static styles = [tokens, View.styles, css`
    :host { background: var(--ground); }
    .page { max-width: 46rem; margin: 0 auto; padding: 0 14px 56px; }
    .page.wide { max-width: 82rem; }
    .bar { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 12px 2px 6px; }
    .brand { display: flex; align-items: center; gap: 10px; font-weight: 680; min-width: 0; }
    .brand small { display: block; font-weight: 400; color: var(--ink-soft); font-size: .8125rem; line-height: 1.4; }
    .brand span { line-height: 1.3; }
    .brand svg { width: 36px; height: 36px; flex: none; }
    sv-language { flex: none; }
    nav { display: flex; gap: 4px; margin: 6px 0 16px; background: var(--well); padding: 4px; border-radius: 12px; }
    nav a { flex: 1; text-align: center; padding: 8px 6px; border-radius: 9px; text-decoration: none; color: var(--ink-soft); font-weight: 600; min-height: 44px; }
    nav a[aria-current] { background: var(--card); color: var(--accent); box-shadow: var(--shadow); }
    footer { margin-top: 24px; text-align: center; }
    footer a { display: inline-block; padding: 10px; color: var(--ink-soft); }
    main { min-height: 70vh; }
    .skip { position: absolute; inset-inline-start: -999px; }
    .skip:focus { position: static; }
    @media print { .bar, footer { display: none; } }
  `];

  #onPop = () => this.#fromAddress();

  constructor() {
    super();
    this.view = 'report';
    this.deskApi = '/desk/api/';
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has('deskApi')) this.staff = new Api(this.deskApi);
  }

  get #isStaff() {
    return this.view in STAFF;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', this.#onPop);
  }

  disconnectedCallback() {
    removeEventListener('popstate', this.#onPop);
    super.disconnectedCallback();
  }

  #fromAddress() {
    const name = this.pages && location.pathname.match(/([a-z]+)\.html$/)?.[1];
    if (VIEWS.includes(name)) this.view = name;
  }

  #go(event, view) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (view === this.view) return;
    if (this.pages) history.pushState(null, '', new URL(pageUrl(view)).pathname);
    this.view = view;
    this.updateComplete.then(() => this.renderRoot.querySelector('main').focus());
  }

  updated() {
    if (!this.pages) return;
    const t = this.t;
    document.documentElement.lang = this.language === 'zh' ? 'zh-CN' : 'en';
    const title = (this.#isStaff ? t.nav : t.app)[this.view] ?? t.app.title;
    document.title = `${title} · ${t.app.title}`;
  }

  #view() {
    if (this.#isStaff) return STAFF[this.view](this.staff);
    switch (this.view) {
      case 'follow': return html`<supervision-follow api=${this.api}></supervision-follow>`;
      case 'board': return html`<supervision-board api=${this.api}></supervision-board>`;
      default: return html`<supervision-report api=${this.api}></supervision-report>`;
    }
  }

  #nav(t) {
    if (this.#isStaff) return html`<sv-staff-nav view=${this.view} .client=${this.staff}></sv-staff-nav>`;
    return html`<nav aria-label=${t.app.nav}>${VIEWS.map((v) => html`<a href=${pageUrl(v)}
      aria-current=${v === this.view ? 'page' : nothing} @click=${(e) => this.#go(e, v)}>${t.app[v]}</a>`)}</nav>`;
  }

  #footer(t) {
    if (!this.pages) return nothing;
    if (this.#isStaff) return html`<a href=${pageUrl('board')}>${t.app.board}</a>`;
    return html`<a href=${new URL('..', new URL(this.deskApi, location.origin + location.pathname)).href}>${t.app.desk}</a>`;
  }

  render() {
    const t = this.t;
    return html`<div class="page ${this.#isStaff ? 'wide' : ''}" lang=${this.language === 'zh' ? 'zh-CN' : 'en'}>
      <header class="bar"><div class="brand">
          <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#0b6459"/><path d="M8 16.5l5.5 5.5L24.5 10.5" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/></svg>
          <span>${t.app.title}<small>${this.#isStaff ? t.nav[this.view] : t.app.sub}</small></span></div>
        <sv-language></sv-language></header>
      ${this.#nav(t)}
      <main tabindex="-1">${this.#view()}</main>
      <footer class="small">${this.#footer(t)}</footer>
    </div>`;
  }
}
customElements.define('supervision-app', SupervisionApp);
