// 工作台: what waits for this actor, most urgent first; one case beside the list, or in its
// place on a phone. Owns which case is open: its number stands in the fragment, so that the
// browser's way back works.
import { css, html, nothing } from 'lit';
import { View } from '../kit/element.js';
import { pagesOf } from '../kit/listing.js';
import { unitName } from '../campus/names.js';
import tokens from '../kit/styles/tokens.js';
import './case-detail.js';
import './case-list.js';
import './filters.js';
import { STAFF_ROLES } from './staff-fields.js';
import './report.js';

const FRAGMENT = /^#case=([0-9A-Za-z-]{13,20})$/;
const REGISTER = '#register';
const NARROW = ['unit', 'reporter']; // they list no other unit's cases
const REFRESH_S = 60;

export class SupervisionDesk extends View {
  static properties = {
    refresh: { type: Number }, // seconds after which the list is asked for again; 0: never
    me: { state: true }, domains: { state: true }, units: { state: true }, query: { state: true }, cases: { state: true },
    cursor: { state: true }, unreadable: { state: true }, open: { state: true }, registering: { state: true }, case: { state: true },
    error: { state: true }, fault: { state: true }, said: { state: true }, busy: { state: true },
  };
  static styles = [tokens, View.styles, css`
    .columns { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
    .list { overflow: hidden; }
    .top { padding: 14px 16px 10px; border-bottom: 1px solid var(--line); display: grid; gap: 8px; }
    .who { display: flex; justify-content: space-between; gap: 4px 12px; align-items: center; flex-wrap: wrap; }
    .who > :first-child { flex: 1 1 9rem; }
    .who .row { gap: 4px; }
    .list.card { padding: 0; min-height: 60vh; }
    .said:empty { display: none; }
    .pick { display: none; min-height: 60vh; place-items: center; }
    h1 { font-size: 1.3rem; }
    @media (max-width: 899px) { .open .list { display: none; } .open.columns .detail { display: block; } .detail { display: none; } }
    @media (min-width: 900px) {
      .columns { grid-template-columns: 380px minmax(0, 1fr); align-items: start; }
      .list.card { position: sticky; top: 12px; max-height: calc(100vh - 24px); overflow-y: auto; }
      .pick { display: grid; }
      .back { display: none; }
    }
  `];

  #timer = 0;
  #asked = 0; // when the list was last asked for
  #pause = 0; // until when the server wants no more of it
  #onHash = () => this.#fromFragment();
  #onVisible = () => this.#tick();

  constructor() {
    super();
    this.api = '/desk/api/';
    this.refresh = REFRESH_S;
    this.query = { mine: true, order: 'urgent' };
    this.cases = null;
    this.cursor = this.open = this.said = '';
    this.registering = false;
    this.unreadable = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#timer = setInterval(this.#onVisible, 1000);
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.#onHash);
    document.removeEventListener('visibilitychange', this.#onVisible);
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  updated(changed) {
    if (!changed.has('client')) return;
    this.client.domains().then((domains) => { this.domains = domains; }, () => {});
    this.#begin();
    this.#fromFragment();
  }

  /** Who has no duties of his own begins with all cases. */
  async #begin() {
    this.#asked = Date.now();
    try {
      this.me = await this.client.me();
      if (this.me.role === 'leader') this.query = { ...this.query, mine: false };
    } catch (error) {
      this.error = error;
    }
    this.#list();
  }

  #fromFragment() {
    const id = location.hash.match(FRAGMENT)?.[1] ?? '';
    const before = this.registering ? 'register' : this.open;
    this.registering = location.hash === REGISTER;
    if (id === this.open && this.case) return;
    this.open = id;
    this.case = null;
    this.fault = null;
    if (id) this.#load(true);
    else if (this.registering) this.#focusForm();
    else if (before) this.#focusRow(before);
  }

  async #focusForm() {
    await this.updateComplete;
    this.renderRoot.querySelector('supervision-report')?.focus();
  }

  async #focusRow(id) {
    await this.updateComplete;
    if (id === 'register') this.renderRoot.querySelector('#register')?.focus();
    else this.renderRoot.querySelector('sv-case-list')?.focusOn(`[data-id="${CSS.escape(id)}"]`);
  }

  async #list(more) {
    const of = this.query;
    this.busy = true;
    this.#asked = Date.now();
    this.client.units().then((units) => { this.units = units; }, () => {});
    try {
      const page = await pagesOf(this.client, 'cases', 'cases', of, more ? this.cursor : '');
      if (of !== this.query) return;
      this.cases = more ? [...this.cases, ...page.list] : page.list;
      this.unreadable = page.unreadable + (more ? this.unreadable : 0);
      this.cursor = page.cursor;
      this.error = null;
    } catch (error) {
      if (of !== this.query) return;
      this.error = error;
    }
    this.busy = false;
  }

  /** Asks again while somebody may be looking: no mark of being busy, no word when it fails. */
  async #tick() {
    const now = Date.now();
    const wanted = this.refresh > 0 && this.cases && !this.busy && document.visibilityState === 'visible';
    if (!wanted || now < this.#asked + this.refresh * 1000 || now < this.#pause) return;
    this.#asked = now;
    const of = this.query;
    const before = this.cases;
    try {
      const page = await pagesOf(this.client, 'cases', 'cases', of, '', before.length);
      if (of !== this.query || before !== this.cases) return; // somebody was faster
      this.cases = page.list;
      this.unreadable = page.unreadable;
      this.cursor = page.cursor;
      this.error = null;
    } catch (error) {
      this.#pause = Date.now() + (error.retryAfter ?? 0) * 1000;
    }
  }

  async #load(focus) {
    const id = this.open;
    try {
      const k = await this.client.get(`cases/${encodeURIComponent(id)}`);
      if (id !== this.open) return;
      this.case = k;
      this.fault = null;
      if (focus) {
        await this.updateComplete;
        this.renderRoot.querySelector('sv-case')?.focus();
      }
    } catch (error) {
      if (id === this.open) this.fault = error;
    }
  }

  #filter(query) {
    this.query = query;
    this.said = '';
    this.#list();
  }

  async #acted({ case: k, action }) {
    this.case = k;
    this.said = this.t.desk.done(this.pick(action));
    this.#list();
    await this.updateComplete;
    this.renderRoot.querySelector('sv-case')?.focus();
  }

  #stale() {
    this.said = this.t.desk.conflict;
    this.#load();
    this.#list();
  }

  #go(fragment) {
    this.said = '';
    location.hash = fragment;
  }

  #who(t) {
    const me = this.me;
    if (!me) return nothing;
    const role = (this.language === 'en' && t.desk.roles[me.role]) || me.role_name || t.desk.roles[me.role] || me.role;
    const words = new Set([me.user, role, unitName(this.language, this.units, me.unit)].filter(Boolean)); // the office is role and unit
    return html`<p class="small soft" id="me">${[...words].join(' · ')}</p>`;
  }

  #detail(t) {
    if (this.registering && STAFF_ROLES.includes(this.me?.role)) {
      return html`<supervision-report staff kind=${this.me.role === 'inspector' ? 'inspection' : 'complaint'} .client=${this.client}
        @submitted=${() => this.#list()}></supervision-report>`;
    }
    if (!this.open) return html`<p class="card soft pick">${t.desk.pick}</p>`;
    if (this.fault) {
      return html`<div class="card stack"><p class="message bad" role="alert">${this.fault.say(t, this.language)}</p>
        <button type="button" @click=${() => this.#load(true)}>${t.common.retry}</button></div>`;
    }
    if (!this.case) return html`<p class="card soft">${t.common.loading}</p>`;
    return html`<sv-case .client=${this.client} .case=${this.case} .domains=${this.domains} .units=${this.units}
      .notice=${this.client.url(`cases/${this.open}/notice.html`)}
      @acted=${(e) => this.#acted(e.detail)} @stale=${this.#stale}></sv-case>`;
  }

  #head(t) {
    const role = this.me?.role ?? '';
    return html`<div class="top"><div class="who"><div><h1>${t.desk.title}</h1>${this.#who(t)}</div>
        <div class="row">${STAFF_ROLES.includes(role)
          ? html`<button type="button" id="register" aria-expanded=${this.registering ? 'true' : 'false'} @click=${() => this.#go(REGISTER)}>${t.desk.register}</button>` : nothing}
          <button type="button" class="quiet" id="refresh" @click=${() => this.#list()}>${t.desk.refresh}</button></div></div>
      <sv-filters .query=${this.query} .domains=${this.domains} .units=${NARROW.includes(role) ? null : this.units}
        @filtered=${(e) => this.#filter(e.detail)}></sv-filters></div>`;
  }

  render() {
    const t = this.t;
    return html`<div class="columns ${this.open || this.registering ? 'open' : ''}">
      <section class="card list" aria-label=${t.desk.list} aria-busy=${this.busy ? 'true' : 'false'}>
        ${this.#head(t)}
        ${this.error ? html`<p class="message bad" role="alert">${[401, 403].includes(this.error.status) && !this.me ? t.desk.signIn : this.error.say(t, this.language)}</p>` : nothing}
        ${this.unreadable ? html`<p class="message warn" id="unreadable">${t.desk.unreadable(this.unreadable)}</p>` : nothing}
        ${this.cases ? html`<sv-case-list .cases=${this.cases} .domains=${this.domains} .units=${this.units} .selected=${this.open} ?hasMore=${Boolean(this.cursor)}
            .empty=${this.query.mine ? t.desk.empty : t.desk.emptyAll}
            @picked=${(e) => this.#go(`case=${e.detail}`)} @more=${() => this.#list(true)}></sv-case-list>`
          : this.error ? nothing : html`<p class="card soft">${t.common.loading}</p>`}
      </section>
      <div class="detail stack">
        <button type="button" class="quiet back" id="back" @click=${() => this.#go('')}>‹ ${t.common.back}</button>
        <p class="message good said" role="status">${this.said}</p>
        ${this.#detail(t)}
      </div></div>`;
  }
}
customElements.define('supervision-desk', SupervisionDesk);
