// 工作台: what waits for this actor, most urgent first; one case beside the list, or in its
// place on a phone. Owns which case is open: its number stands in the fragment, so that the
// browser's way back works.
import { css, html, nothing } from 'lit';
import { View } from '../lib/element.js';
import tokens from '../styles/tokens.js';
import '../parts/case-detail.js';
import '../parts/case-list.js';
import '../parts/filters.js';

const FRAGMENT = /^#case=([0-9A-Za-z-]{13,20})$/;
const PAGE = 30;

export class SupervisionDesk extends View {
  static properties = {
    me: { state: true }, domains: { state: true }, query: { state: true }, cases: { state: true }, cursor: { state: true },
    open: { state: true }, case: { state: true }, error: { state: true }, fault: { state: true }, said: { state: true }, busy: { state: true },
  };
  static styles = [tokens, View.styles, css`
    .columns { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
    .list { overflow: hidden; }
    .top { padding: 14px 16px 10px; border-bottom: 1px solid var(--line); display: grid; gap: 8px; }
    .who { display: flex; justify-content: space-between; gap: 12px; align-items: center; flex-wrap: wrap; }
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

  #onHash = () => this.#fromFragment();

  constructor() {
    super();
    this.api = '/desk/api/';
    this.query = { mine: true, order: 'urgent' };
    this.cases = null;
    this.cursor = this.open = this.said = '';
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
    if (!changed.has('client')) return;
    this.client.get('me').then((me) => { this.me = me; }, (error) => { this.error = error; });
    this.client.domains().then((domains) => { this.domains = domains; }, () => {});
    this.#list();
    this.#fromFragment();
  }

  #fromFragment() {
    const id = location.hash.match(FRAGMENT)?.[1] ?? '';
    if (id === this.open && this.case) return;
    const before = this.open;
    this.open = id;
    this.case = null;
    this.fault = null;
    if (id) this.#load(true);
    else if (before) this.#focusRow(before);
  }

  async #focusRow(id) {
    await this.updateComplete;
    this.renderRoot.querySelector('sv-case-list')?.focusOn(`[data-id="${CSS.escape(id)}"]`);
  }

  async #list(more) {
    const query = { ...this.query, limit: PAGE, cursor: more ? this.cursor : '' };
    const of = this.query;
    this.busy = true;
    try {
      const page = await this.client.get('cases', { query });
      if (of !== this.query) return;
      this.cases = more ? [...this.cases, ...(page.cases ?? [])] : page.cases ?? [];
      this.cursor = page.next_cursor ?? '';
      this.error = null;
    } catch (error) {
      this.error = error;
    }
    this.busy = false;
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

  #who(t) {
    const me = this.me;
    if (!me) return nothing;
    const role = (this.language === 'en' && t.desk.roles[me.role]) || me.role_name || t.desk.roles[me.role] || me.role;
    return html`<p class="small soft" id="me">${[me.user, role, me.unit].filter(Boolean).join(' · ')}</p>`;
  }

  #detail(t) {
    if (!this.open) return html`<p class="card soft pick">${t.desk.pick}</p>`;
    if (this.fault) {
      return html`<div class="card stack"><p class="message bad" role="alert">${this.fault.say(t, this.language)}</p>
        <button type="button" @click=${() => this.#load(true)}>${t.common.retry}</button></div>`;
    }
    if (!this.case) return html`<p class="card soft">${t.common.loading}</p>`;
    return html`<sv-case .client=${this.client} .case=${this.case} .domains=${this.domains}
      .notice=${this.client.url(`cases/${this.open}/notice.html`)}
      @acted=${(e) => this.#acted(e.detail)} @stale=${this.#stale}></sv-case>`;
  }

  render() {
    const t = this.t;
    return html`<div class="columns ${this.open ? 'open' : ''}">
      <section class="card list" aria-label=${t.desk.list} aria-busy=${this.busy ? 'true' : 'false'}>
        <div class="top"><div class="who"><div><h1>${t.app.desk}</h1>${this.#who(t)}</div>
            <button type="button" class="quiet" id="refresh" @click=${() => this.#list()}>${t.desk.refresh}</button></div>
          <sv-filters .query=${this.query} .domains=${this.domains} @filtered=${(e) => this.#filter(e.detail)}></sv-filters></div>
        ${this.error ? html`<p class="message bad" role="alert">${[401, 403].includes(this.error.status) && !this.me ? t.desk.signIn : this.error.say(t, this.language)}</p>` : nothing}
        ${this.cases ? html`<sv-case-list .cases=${this.cases} .domains=${this.domains} .selected=${this.open} ?hasMore=${Boolean(this.cursor)}
            .empty=${this.query.mine ? t.desk.empty : t.desk.emptyAll}
            @picked=${(e) => { this.said = ''; location.hash = `case=${e.detail}`; }} @more=${() => this.#list(true)}></sv-case-list>`
          : this.error ? nothing : html`<p class="card soft">${t.common.loading}</p>`}
      </section>
      <div class="detail stack">
        <button type="button" class="quiet back" id="back" @click=${() => { location.hash = ''; }}>‹ ${t.common.back}</button>
        <p class="message good said" role="status">${this.said}</p>
        ${this.#detail(t)}
      </div></div>`;
  }
}
customElements.define('supervision-desk', SupervisionDesk);
