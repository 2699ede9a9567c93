// 检查: an inspector's phone. What is due, the checklist, the end of it, the report; with or
// without a network. Owns which draft is open and that every change of it is kept at once; what a
// draft is stands in drafts.js, how it is sent in outbox.js. The way within the page is
// the fragment: #start, #again=<case>, #check=<draft>/<section>, #finish=<draft>, #sent=<draft>.
import { css, html, nothing } from 'lit';
import { ApiError } from '../kit/api.js';
import { Drafts } from './drafts.js';
import { View } from '../kit/element.js';
import { Here } from './here.js';
import { contentOf, keepSignature } from './new-draft.js';
import { OpenDraft, faultOf } from './open-draft.js';
import { Sending } from './sending.js';
import tokens from '../kit/styles/tokens.js';
import '../scoring/checklist.js';
import './inspect-finish.js';
import './inspect-sent.js';
import './inspect-start.js';
import './inspect-today.js';

const ROUTE = /^#(start|due|again|check|finish|sent)(?:=([0-9A-Za-z.-]+))?(?:\/([a-z0-9_]+))?$/;

export class SupervisionInspect extends View {
  static properties = {
    all: { state: true }, route: { state: true }, again: { state: true }, fault: { state: true }, said: { state: true }, busy: { state: true },
  };
  static styles = [tokens, View.styles, css`
    .page { max-width: 46rem; margin: 0 auto; }
    .said:empty { display: none; }
    .banner { margin-bottom: 12px; }
    a.button { min-height: 44px; }
  `];

  #onHash = () => this.#follow();

  constructor() {
    super();
    this.api = '/desk/api/';
    Object.assign(this, { route: { name: 'today' }, all: [], said: '' });
    this.drafts = new Drafts();
    this.here = new Here(this, this.drafts);
    this.work = new OpenDraft(this, this.drafts);
    this.out = new Sending(this, this.work, this.drafts);
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
    if (new URLSearchParams(location.search).has('signin')) history.replaceState(null, '', location.pathname + location.hash);
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.#onHash);
    super.disconnectedCallback();
  }

  updated(changed) {
    if (changed.has('client')) this.here.begin();
  }

  /** It is known who is here: what of his is on this phone. */
  async begun() {
    this.out.begin(this.client, this.here.me.user);
    this.all = await this.drafts.of(this.here.me.user);
    this.out.outbox.start();
    this.#follow();
  }

  // --- the way ------------------------------------------------------------------------

  #go(fragment) {
    this.said = '';
    this.fault = null;
    if (location.hash === `#${fragment}` || (!fragment && !location.hash)) this.#follow();
    else location.hash = fragment;
  }

  async #follow() {
    if (!this.here.me?.user) return;
    const [, name = 'today', key = '', section = ''] = location.hash.match(ROUTE) ?? [];
    const before = this.route;
    await this.work.settled();
    if (['check', 'finish', 'sent'].includes(name)) {
      if (!(await this.#open(key, name))) return;
    } else if (name === 'again') {
      await this.#loadCase(key);
    } else if (name === 'due') {
      await this.#fromLink(key);
      return;
    } else {
      this.work.close();
      this.all = await this.drafts.of(this.here.me.user);
    }
    this.route = { name, key, section };
    if (before.name !== name || before.key !== key) this.#arrive();
  }

  async #arrive() {
    await this.updateComplete;
    scrollTo({ top: 0 });
    const item = this.wanted ?? this.work.draft?.fault?.item;
    this.wanted = undefined;
    if (this.route.name === 'check' && item) this.#view('sv-checklist')?.show(item);
    else if (this.route.name !== 'check') this.#view('sv-inspect-today, sv-inspect-start, sv-inspect-finish, sv-inspect-sent')?.focus();
  }

  #view(selector) {
    return this.renderRoot.querySelector(selector);
  }

  /** The draft of this address, on the page that fits its state. */
  async #open(key, name) {
    const draft = await this.work.open(key, this.here.me.user);
    if (!draft) {
      this.#go('');
      return false;
    }
    const wanted = draft.state === 'open' ? ['check', 'finish'] : ['sent'];
    if (!wanted.includes(name)) {
      location.replace(`#${wanted[0]}=${key}`);
      return false;
    }
    if (draft.fault?.code === 'rulebook_changed') await this.#renew();
    return true;
  }

  async #loadCase(id) {
    this.again = null;
    this.fault = null;
    try {
      this.again = await this.client.get(`cases/${encodeURIComponent(id)}`);
    } catch (error) {
      this.fault = error;
    }
  }

  // --- a draft ------------------------------------------------------------------------

  async #start(chosen) {
    if (this.busy) return;
    this.busy = true;
    this.fault = null;
    try {
      const checklist = await this.client.checklist(chosen.domain, chosen.template);
      const { me, domains, units } = this.here;
      const draft = await this.drafts.begin(contentOf(chosen, checklist, { me, at: this.client.now(), domains, units }), checklist);
      this.#go(`check=${draft.key}`);
    } catch (error) {
      this.fault = error instanceof ApiError ? error : { say: (t) => t.inspect.notKept };
    }
    this.busy = false;
  }

  #fromOccurrence(o) {
    return this.#start({ domain: o.domain, template: o.template, unit: o.unit, place: o.place, occurrence: o });
  }

  /** From the calendar: the draft of this occurrence, or a new one; nothing to come back to. */
  async #fromLink(id) {
    history.replaceState(null, '', location.pathname);
    const draft = this.all.find((d) => d.occurrence === id && d.state !== 'sent');
    if (draft) return this.#go(`check=${draft.key}`);
    try {
      await this.#fromOccurrence(await this.client.get(`occurrences/${encodeURIComponent(id)}`));
    } catch (error) {
      this.fault = error;
    }
    return this.#follow();
  }

  /** Another edition of the rulebook. */
  async #renew() {
    try {
      const { domain, template } = this.work.draft;
      this.said = this.t.inspect.renewed(await this.work.renew(await this.client.checklist(domain, template)));
    } catch {
      this.said = this.t.inspect.notRenewed;
    }
  }

  // --- the end ------------------------------------------------------------------------

  async #judged({ failed, error, item }) {
    const { draft } = this.work;
    if (draft?.state !== 'open') return; // finished or left meanwhile
    if (failed && String(failed) !== String(draft.failed ?? [])) this.work.change({ failed });
    if (error?.code === 'rulebook_changed') await this.#renew();
    else if (error && !error.temporary) this.work.change({ fault: faultOf(error, item) });
    else if (draft.fault && failed) this.work.change({ fault: undefined });
  }

  async #submit() {
    const { draft } = this.work;
    let key = '';
    this.busy = true;
    try {
      keepSignature(this.here.me.user, draft.signature);
      key = await this.out.finish();
    } finally {
      this.busy = false;
    }
    if (!key) {
      this.said = this.t.inspect.notKept;
      return;
    }
    if (this.#isAt('finish', key)) this.#go(`sent=${key}`);
    this.out.release(key);
  }

  /** Whoever has gone elsewhere meanwhile is left there. */
  #isAt(name, key) {
    return location.hash === `#${name}=${key}`;
  }

  async #edit() {
    const { key } = this.work.draft;
    const state = await this.out.takeBack();
    if (state === 'open' && this.#isAt('sent', key)) this.#go(`finish=${key}`);
    else if (state === 'lost') this.said = this.t.inspect.notKept;
  }

  /** In the outbox: what is listed, and whether somebody has to sign in. */
  async changed() {
    this.here.set({ signIn: this.out.signedOut });
    this.all = await this.drafts.of(this.here.me.user);
  }

  /** The open draft, in the outbox. */
  became(draft) {
    if (draft.state === 'sent') {
      this.said = this.t.inspect.received(draft.reply.number);
      this.here.due();
      this.#view('sv-inspect-sent')?.focus();
    } else if (draft.state === 'open') {
      this.#go(draft.fault?.item ? `check=${draft.key}` : `finish=${draft.key}`);
      this.said = this.t.inspect.refusedLead;
    }
  }

  async #drop(draft) {
    await this.drafts.remove(draft);
    this.all = await this.drafts.of(this.here.me.user);
    this.#view('sv-inspect-today')?.focus();
  }

  // --- what is seen -------------------------------------------------------------------

  #savedText(t) {
    const { saved, draft } = this.work;
    if (saved === 'lost') return t.inspect.notKept;
    if (saved === 'saving') return t.checklist.keeping;
    if (!this.here.lasting) return ''; // this page alone has it, and says so above
    return saved || Object.keys(draft.answers).length ? t.inspect.kept : '';
  }

  #banners(t) {
    const signInAt = `${location.pathname}?signin${location.hash}`;
    return html`
      ${this.here.signIn ? html`<div class="message warn banner row" role="alert" id="sign-in"><span class="grow">${t.inspect.signIn(this.here.lasting)}</span><a class="button" href=${signInAt}>${t.inspect.signInNow}</a></div>` : nothing}
      <p class="message warn banner said" role="status" id="offline">${this.here.online ? '' : t.inspect.offline(this.here.lasting)}</p>
      ${this.here.lasting ? nothing : html`<p class="message warn banner">${t.inspect.notLasting}</p>`}
      <p class="message banner said" role="status" id="said">${this.said}</p>`;
  }

  #route(t) {
    const { name } = this.route;
    const { draft, checklist } = this.work;
    if (name === 'check' && draft && checklist) return this.#check(t, draft);
    if (name === 'finish' && draft && checklist) return this.#finish(t, draft);
    if (name === 'sent' && draft) {
      return html`<sv-inspect-sent .client=${this.client} .draft=${draft} ?sending=${this.out.key === draft.key} ?lasting=${this.here.lasting} .waiting=${this.out.waiting(t, this.language, this.here.lasting)}
        @send=${() => this.out.outbox.kick()} @edit=${() => this.#edit()}></sv-inspect-sent>`;
    }
    return name === 'start' || name === 'again' ? this.#startForm(t, name) : this.#today(t);
  }

  #check(t, draft) {
    const { checklist, photos } = this.work;
    return html`<sv-checklist .client=${this.client} .checklist=${checklist} .draft=${draft} .photos=${photos} ?hold=${!this.here.online}
      .section=${this.route.section} .saved=${this.#savedText(t)} .failed=${draft.failed ?? []} .faults=${this.work.faults(t, this.language)}
      @change=${(e) => this.work.change(e.detail)} @photographed=${(e) => this.work.photographed(e.detail)} @uploaded=${(e) => this.work.uploaded(e.detail)}
      @section=${(e) => this.#go(`check=${draft.key}/${e.detail}`)} @finish=${() => this.#go(`finish=${draft.key}`)}></sv-checklist>`;
  }

  #finish(t, draft) {
    return html`<sv-inspect-finish .client=${this.client} .checklist=${this.work.checklist} .draft=${draft} .me=${this.here.me} .failed=${draft.failed ?? []}
      .faults=${this.work.faults(t, this.language)} ?busy=${this.busy} @change=${(e) => this.work.change(e.detail)} @judged=${(e) => this.#judged(e.detail)}
      @show=${(e) => this.#show(e.detail)} @back=${() => this.#go(`check=${draft.key}`)} @submit=${() => this.#submit()}></sv-inspect-finish>`;
  }

  /** From the end back to one item of the checklist. */
  #show(item) {
    this.wanted = item;
    this.#go(`check=${this.work.draft.key}`);
  }

  #startForm(t, name) {
    if (name === 'again' && !this.again) {
      return this.fault ? html`<p class="message bad" role="alert">${this.fault.say(t, this.language)}</p>` : html`<p class="soft">${t.common.loading}</p>`;
    }
    if (!this.here.lists || !this.here.units) return html`<p class="card soft">${this.here.online ? t.common.loading : t.inspect.noLists}</p>`;
    const k = name === 'again' ? this.again : undefined;
    return html`<sv-inspect-start .client=${this.client} .me=${this.here.me} .domains=${this.here.domains} .units=${this.here.units} .lists=${this.here.lists} .case=${k}
      .error=${this.fault} ?busy=${this.busy} @begin=${(e) => this.#start({ ...e.detail, case: k })}></sv-inspect-start>`;
  }

  #today(t) {
    return html`${this.fault ? html`<p class="message bad banner" role="alert">${this.fault.say(t, this.language)}</p>` : nothing}
      <sv-inspect-today .me=${this.here.me} .occurrences=${this.here.occurrences} .drafts=${this.all} ?prepared=${this.here.prepared} .error=${this.here.error} .sending=${this.out.key}
      @open=${(e) => this.#go(`${e.detail.state === 'open' ? 'check' : 'sent'}=${e.detail.key}`)} @begin=${(e) => this.#fromOccurrence(e.detail)}
      @drop=${(e) => this.#drop(e.detail)} @start=${() => this.#go('start')} @send=${() => this.out.outbox.kick()}></sv-inspect-today>`;
  }

  render() {
    const t = this.t;
    const ready = this.here.me?.user;
    return html`<div class="page">
      ${ready && this.route.name !== 'today' ? html`<p><button type="button" class="quiet" id="home" @click=${() => this.#go('')}>‹ ${t.inspect.today}</button></p>` : nothing}
      ${this.#banners(t)}
      ${ready ? this.#route(t) : this.here.error && !this.here.signIn ? html`<p class="message bad" role="alert">${this.here.error.say(t, this.language)}</p>`
        : this.here.signIn ? nothing : html`<p class="card soft">${t.common.loading}</p>`}</div>`;
  }
}
customElements.define('supervision-inspect', SupervisionInspect);
