// 检查: an inspector's phone. What is due, the checklist, the end of it, the report; with or
// without a network. Owns which draft is open and that every change of it is kept at once; what a
// draft is stands in drafts.js, how it is sent in outbox.js. The way within the page is
// the fragment: #start, #again=<case>, #check=<draft>/<section>, #finish=<draft>, #sent=<draft>.
import { css, html, nothing } from 'lit';
import { ApiError } from '../kit/api.js';
import { itemsOf } from '../scoring/answers.js';
import { Drafts } from './drafts.js';
import { View } from '../kit/element.js';
import { dayOf } from '../kit/format.js';
import { findDomain } from '../campus/names.js';
import { keepOffline } from './offline.js';
import { OpenDraft, faultOf } from './open-draft.js';
import { Outbox } from './outbox.js';
import { device } from '../kit/storage.js';
import { usualWays } from './ways.js';
import tokens from '../kit/styles/tokens.js';
import '../scoring/checklist.js';
import './inspect-finish.js';
import './inspect-sent.js';
import './inspect-start.js';
import './inspect-today.js';

const ROUTE = /^#(start|due|again|check|finish|sent)(?:=([0-9A-Za-z.-]+))?(?:\/([a-z0-9_]+))?$/;
const DAY = 86_400_000;
const signatureKey = (user) => `supervision.signature.${user}`;

export class SupervisionInspect extends View {
  static properties = {
    me: { state: true }, domains: { state: true }, units: { state: true }, lists: { state: true }, occurrences: { state: true }, all: { state: true },
    route: { state: true }, again: { state: true }, error: { state: true }, fault: { state: true }, said: { state: true }, online: { state: true }, busy: { state: true },
    signIn: { state: true }, lasting: { state: true }, prepared: { state: true }, sending: { state: true }, waiting: { state: true },
  };
  static styles = [tokens, View.styles, css`
    .page { max-width: 46rem; margin: 0 auto; }
    .said:empty { display: none; }
    .banner { margin-bottom: 12px; }
    a.button { min-height: 44px; }
  `];

  #onHash = () => this.#follow();
  #onNetwork = () => { this.online = navigator.onLine; if (this.online && !this.me) this.#begin(); };
  #onVisible = () => { if (document.visibilityState === 'visible' && this.me) this.#due(); };

  constructor() {
    super();
    this.api = '/desk/api/';
    Object.assign(this, { route: { name: 'today' }, all: [], said: '', online: navigator.onLine, lasting: true, sending: '', waiting: '' });
    this.drafts = new Drafts();
    this.work = new OpenDraft(this, this.drafts);
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
    for (const name of ['online', 'offline']) addEventListener(name, this.#onNetwork);
    document.addEventListener('visibilitychange', this.#onVisible);
    if (new URLSearchParams(location.search).has('signin')) history.replaceState(null, '', location.pathname + location.hash);
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.#onHash);
    for (const name of ['online', 'offline']) removeEventListener(name, this.#onNetwork);
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.outbox?.stop();
    super.disconnectedCallback();
  }

  updated(changed) {
    if (!changed.has('client')) return;
    this.#begin();
  }

  // --- what there is ------------------------------------------------------------------

  async #begin() {
    try {
      this.me = await this.client.me();
      this.error = null;
    } catch (error) {
      this.signIn = [401, 403].includes(error.status);
      this.error = error;
      return;
    }
    if (!this.me.user) {
      this.signIn = true;
      return;
    }
    this.lasting = await this.drafts.lasting();
    this.outbox = new Outbox(this.client, this.drafts, this.me.user);
    this.outbox.addEventListener('change', () => this.#sent());
    this.all = await this.drafts.of(this.me.user);
    this.#register();
    this.#due();
    this.outbox.start();
    this.#follow();
    keepOffline(this.client, this.me, () => this.#due()).then((ready) => { this.prepared = ready; });
  }

  #register() {
    this.client.domains().then((domains) => { this.domains = domains; }, () => {});
    this.client.units().then((units) => { this.units = units; }, () => {});
    this.client.checklists().then((lists) => { this.lists = lists; }, () => {});
    this.client.places().catch(() => {});
  }

  /** From a week ago, for what is late, to tomorrow, for a morning without reception. */
  async #due() {
    const query = { from: dayOf(new Date(Date.now() - 7 * DAY)), to: dayOf(new Date(Date.now() + DAY)) };
    try {
      this.occurrences = await this.client.all('occurrences', 'occurrences', query);
      this.error = null;
    } catch (error) {
      this.error = error;
      this.signIn = error.status === 401;
    }
  }

  // --- the way ------------------------------------------------------------------------

  #go(fragment) {
    this.said = '';
    this.fault = null;
    if (location.hash === `#${fragment}` || (!fragment && !location.hash)) this.#follow();
    else location.hash = fragment;
  }

  async #follow() {
    if (!this.me) return;
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
      this.all = await this.drafts.of(this.me.user);
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
    const draft = await this.work.open(key, this.me.user);
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
      const draft = await this.drafts.begin(this.#content(chosen, checklist), checklist);
      this.#go(`check=${draft.key}`);
    } catch (error) {
      this.fault = error instanceof ApiError ? error : { say: (t) => t.inspect.notKept };
    }
    this.busy = false;
  }

  #content(chosen, checklist) {
    const { domain, template, unit = '', place = '', place_detail = '' } = chosen;
    const { check } = checklist.template;
    const again = chosen.case;
    return {
      user: this.me.user, started_at: this.client.now().toISOString(), domain, template, unit, place, place_detail, occurrence: chosen.occurrence?.id ?? '', case: again?.id ?? '',
      signature: device.get(signatureKey(this.me.user)) ?? '',
      tags: usualWays(check, { role: this.me.role, occurrence: chosen.occurrence, case: again }),
      asked: again ? this.#concerned(checklist, again) : undefined,
      names: {
        domain: findDomain(this.domains, domain) ?? { name: checklist.domain_name }, template: checklist.template,
        unit: this.units?.find((u) => u.id === unit) ?? { name: chosen.occurrence?.unit_name ?? '' },
      },
    };
  }

  /** What a re-inspection looks at again: the item that failed, else those of the case's matter. */
  #concerned(checklist, k) {
    const items = itemsOf(checklist).map(({ item }) => item);
    const by = (test) => items.filter(test).map((item) => item.code);
    const own = k.item ? by((item) => item.code === k.item) : [];
    const alike = own.length ? own : by((item) => item.category === k.category);
    return alike.length ? alike : items.map((item) => item.code);
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
    if (failed && String(failed) !== String(draft.failed ?? [])) this.work.change({ failed });
    if (error?.code === 'rulebook_changed') await this.#renew();
    else if (error && !error.temporary) this.work.change({ fault: faultOf(error, item) });
    else if (draft.fault && failed) this.work.change({ fault: undefined });
  }

  async #submit() {
    const { draft } = this.work;
    this.busy = true;
    device.set(signatureKey(this.me.user), draft.signature.trim());
    const queued = await this.#turn(draft, { state: 'queued', fault: undefined, attempt: undefined });
    this.busy = false;
    if (!queued) return;
    this.#go(`sent=${draft.key}`);
    this.outbox.release(draft.key);
  }

  /** Into another state, which it has once it is kept so. What was lost before does not go out. */
  async #turn(draft, change) {
    await this.work.settled();
    if (this.work.saved !== 'lost') await this.work.put({ ...draft, ...change });
    if (this.work.saved !== 'lost') return true;
    this.work.take(draft);
    this.said = this.t.inspect.notKept;
    return false;
  }

  /** Something happened in the outbox: what is on the page follows, from what is kept by then. */
  async #sent() {
    this.sending = this.outbox.sending;
    this.waiting = this.#waiting();
    this.signIn = this.outbox.problem?.code === 'sign_in';
    this.all = await this.drafts.of(this.me.user);
    await this.work.settled();
    const { draft } = this.work;
    if (draft?.state !== 'queued') return;
    const now = await this.drafts.get(draft.key);
    if (this.work.draft === draft && now) this.#became(now);
  }

  #became(draft) {
    this.work.take(draft);
    if (draft.state === 'sent') {
      this.said = this.t.inspect.received(draft.reply.number);
      this.#due();
      this.#view('sv-inspect-sent')?.focus();
    } else if (draft.state === 'open') {
      this.#go(draft.fault?.item ? `check=${draft.key}` : `finish=${draft.key}`);
      this.said = this.t.inspect.refusedLead;
    }
  }

  #waiting() {
    const problem = this.outbox.problem;
    const t = this.t;
    if (!problem) return '';
    if (problem.status === 0) return t.inspect.waits;
    if (problem.code === 'sign_in') return t.inspect.signIn(this.lasting);
    if (problem.code === 'other_user') return t.inspect.otherUser;
    return problem.say ? problem.say(t, this.language) : t.inspect.notKept;
  }

  async #edit() {
    const { draft } = this.work;
    if (!this.outbox.hold(draft.key)) return;
    if (await this.#turn(draft, { state: 'open', attempt: undefined })) this.#go(`finish=${draft.key}`);
    else this.outbox.release(draft.key);
  }

  async #drop(draft) {
    await this.drafts.remove(draft);
    this.all = await this.drafts.of(this.me.user);
    this.#view('sv-inspect-today')?.focus();
  }

  // --- what is seen -------------------------------------------------------------------

  #savedText(t) {
    const { saved, draft } = this.work;
    if (saved === 'lost') return t.inspect.notKept;
    if (saved === 'saving') return t.checklist.keeping;
    if (!this.lasting) return ''; // this page alone has it, and says so above
    return saved || Object.keys(draft.answers).length ? t.inspect.kept : '';
  }

  #banners(t) {
    const signInAt = `${location.pathname}?signin${location.hash}`;
    return html`
      ${this.signIn ? html`<div class="message warn banner row" role="alert" id="sign-in"><span class="grow">${t.inspect.signIn(this.lasting)}</span><a class="button" href=${signInAt}>${t.inspect.signInNow}</a></div>` : nothing}
      <p class="message warn banner said" role="status" id="offline">${this.online ? '' : t.inspect.offline(this.lasting)}</p>
      ${this.lasting ? nothing : html`<p class="message warn banner">${t.inspect.notLasting}</p>`}
      <p class="message banner said" role="status" id="said">${this.said}</p>`;
  }

  #route(t) {
    const { name } = this.route;
    const { draft, checklist } = this.work;
    if (name === 'check' && draft && checklist) return this.#check(t, draft);
    if (name === 'finish' && draft && checklist) return this.#finish(t, draft);
    if (name === 'sent' && draft) {
      return html`<sv-inspect-sent .client=${this.client} .draft=${draft} ?sending=${this.sending === draft.key} ?lasting=${this.lasting} .waiting=${this.waiting}
        @send=${() => this.outbox.kick()} @edit=${() => this.#edit()}></sv-inspect-sent>`;
    }
    return name === 'start' || name === 'again' ? this.#startForm(t, name) : this.#today(t);
  }

  #check(t, draft) {
    const { checklist, photos } = this.work;
    return html`<sv-checklist .client=${this.client} .checklist=${checklist} .draft=${draft} .photos=${photos} ?hold=${!this.online}
      .section=${this.route.section} .saved=${this.#savedText(t)} .failed=${draft.failed ?? []} .faults=${this.work.faults(t, this.language)}
      @change=${(e) => this.work.change(e.detail)} @photographed=${(e) => this.work.photographed(e.detail)} @uploaded=${(e) => this.work.uploaded(e.detail)}
      @section=${(e) => this.#go(`check=${draft.key}/${e.detail}`)} @finish=${() => this.#go(`finish=${draft.key}`)}></sv-checklist>`;
  }

  #finish(t, draft) {
    return html`<sv-inspect-finish .client=${this.client} .checklist=${this.work.checklist} .draft=${draft} .me=${this.me} .failed=${draft.failed ?? []}
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
    if (!this.lists || !this.units) return html`<p class="card soft">${this.online ? t.common.loading : t.inspect.noLists}</p>`;
    const k = name === 'again' ? this.again : undefined;
    return html`<sv-inspect-start .client=${this.client} .me=${this.me} .domains=${this.domains} .units=${this.units} .lists=${this.lists} .case=${k}
      .error=${this.fault} ?busy=${this.busy} @begin=${(e) => this.#start({ ...e.detail, case: k })}></sv-inspect-start>`;
  }

  #today(t) {
    return html`${this.fault ? html`<p class="message bad banner" role="alert">${this.fault.say(t, this.language)}</p>` : nothing}
      <sv-inspect-today .me=${this.me} .occurrences=${this.occurrences} .drafts=${this.all} ?prepared=${this.prepared} .error=${this.error} .sending=${this.sending}
      @open=${(e) => this.#go(`${e.detail.state === 'open' ? 'check' : 'sent'}=${e.detail.key}`)} @begin=${(e) => this.#fromOccurrence(e.detail)}
      @drop=${(e) => this.#drop(e.detail)} @start=${() => this.#go('start')} @send=${() => this.outbox.kick()}></sv-inspect-today>`;
  }

  render() {
    const t = this.t;
    const ready = this.me?.user;
    return html`<div class="page">
      ${ready && this.route.name !== 'today' ? html`<p><button type="button" class="quiet" id="home" @click=${() => this.#go('')}>‹ ${t.inspect.today}</button></p>` : nothing}
      ${this.#banners(t)}
      ${ready ? this.#route(t) : this.error && !this.signIn ? html`<p class="message bad" role="alert">${this.error.say(t, this.language)}</p>`
        : this.signIn ? nothing : html`<p class="card soft">${t.common.loading}</p>`}</div>`;
  }
}
customElements.define('supervision-inspect', SupervisionInspect);
