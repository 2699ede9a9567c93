// What an inspector has to do now: drafts on this phone, checks that are due, and a check of his
// own choice. Owns which occurrences are this actor's. Emits `open` with a draft, `begin` with an
// occurrence, `drop` with a draft, `start`, `send`.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { ago, shortTime } from '../kit/format.js';
import { pick } from '../kit/i18n.js';
import { answersFor } from '../campus/names.js';

/** Whose check it is: a unit's own, or the office's. */
export function isMine(occurrence, me) {
  return occurrence.by === (me.role === 'unit' ? 'self' : 'office') && answersFor(me.domains ?? [], occurrence.domain);
}

/** now, late (its window is over), later, or '' when it can be done no more. */
export function timeOf(o, now = Date.now()) {
  const [from, to, until] = [o.from, o.to, o.until ?? o.to].map((iso) => Date.parse(iso));
  if (now < from) return 'later';
  if (now <= to) return 'now';
  return now <= until ? 'late' : '';
}

export class InspectToday extends Part {
  static properties = {
    me: { attribute: false }, occurrences: { attribute: false }, drafts: { attribute: false }, error: { attribute: false },
    prepared: { type: Boolean }, // for places without a network
    sending: {}, dropping: { state: true }, // the key of the draft that may be dropped
  };
  static styles = [Part.styles, css`
    h1:focus { outline: none; }
    ul { display: grid; gap: 10px; }
    li { border: 1px solid var(--line); border-radius: var(--radius-small); padding: 12px; display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }
    .name { font-weight: 650; }
    .row > button { flex: 1 1 auto; }
    .fault { color: var(--bad); }
  `];

  #due() {
    return (this.occurrences ?? []).filter((o) => o.state === 'due' && isMine(o, this.me) && timeOf(o))
      .map((o) => ({ o, time: timeOf(o) }))
      .sort((a, b) => ['late', 'now', 'later'].indexOf(a.time) - ['late', 'now', 'later'].indexOf(b.time) || Date.parse(a.o.to) - Date.parse(b.o.to));
  }

  #when(t, o, time) {
    const at = (iso) => shortTime(this.language, iso);
    if (time === 'late') return html`<span class="badge late">${t.inspect.late}</span> ${t.inspect.lateUntil(at(o.to), at(o.until))}`;
    if (time === 'later') return t.inspect.laterFrom(at(o.from));
    return t.inspect.dueUntil(at(o.to));
  }

  #occurrence(t, { o, time }) {
    const draft = this.drafts.find((d) => d.occurrence === o.id && d.state !== 'sent');
    return html`<li data-occurrence=${o.id}><p class="name">${this.pick(o)}</p>
      <p class="small soft">${[o.domain_name, o.unit_name, o.covert && t.tag.covert_visit, o.period].filter(Boolean).join(' · ')}</p>
      <p class="small">${this.#when(t, o, time)}</p>
      ${time === 'later' ? nothing : html`<button type="button" class="primary" @click=${() => this.emit(draft ? 'open' : 'begin', draft ?? o)}>
        ${draft ? t.inspect.goOn : t.inspect.begin}<span class="visually-hidden"> ${this.pick(o)}</span></button>`}</li>`;
  }

  #state(t, d) {
    if (d.state === 'queued') return html`<span class="badge serious">${t.inspect.queued}</span> ${this.sending === d.key ? t.inspect.sending : d.waiting ?? ''}`;
    return html`${d.fault ? html`<span class="fault">${t.inspect.refused}</span> ` : nothing}${t.inspect.changed(ago(t, new Date(d.changed).toISOString()))}`;
  }

  #draft(t, d) {
    const name = pick(this.language, d.names?.template);
    const more = [pick(this.language, d.names?.domain), pick(this.language, d.names?.unit), pick(this.language, d.names?.place)].filter(Boolean).join(' · ');
    const locked = d.state === 'queued' && d.attempt?.unknown;
    return html`<li data-draft=${d.key}><p class="name">${name}</p><p class="small soft">${more}</p><p class="small">${this.#state(t, d)}</p>
      ${this.dropping === d.key ? html`<div class="row" role="group" aria-label=${t.inspect.dropSure}><span class="grow">${t.inspect.dropSure}</span>
          <button type="button" class="danger" id="drop-yes" @click=${() => this.emit('drop', d)}>${t.inspect.drop}</button>
          <button type="button" @click=${() => { this.dropping = ''; }}>${t.common.cancel}</button></div>`
        : html`<div class="row"><button type="button" class=${d.state === 'open' ? 'primary' : ''} @click=${() => this.emit('open', d)}>
            ${d.state === 'open' ? t.inspect.goOn : t.common.show}<span class="visually-hidden"> ${name}</span></button>
          ${locked ? nothing : html`<button type="button" class="danger" @click=${() => this.#ask(d)}>${t.inspect.drop}<span class="visually-hidden"> ${name}</span></button>`}</div>`}</li>`;
  }

  #ask(draft) {
    this.dropping = draft.key;
    this.focusOn('#drop-yes');
  }

  #mine(t) {
    const drafts = this.drafts.filter((d) => d.state !== 'sent');
    if (!drafts.length) return nothing;
    const queued = drafts.some((d) => d.state === 'queued');
    return html`<section class="card stack" aria-labelledby="drafts"><div class="row"><h2 id="drafts" class="grow">${t.inspect.drafts}</h2>
        ${queued ? html`<button type="button" class="quiet" id="send-now" @click=${() => this.emit('send')}>${t.inspect.sendNow}</button>` : nothing}</div>
      <ul>${drafts.map((d) => this.#draft(t, d))}</ul></section>`;
  }

  #sent(t) {
    const sent = this.drafts.filter((d) => d.state === 'sent');
    if (!sent.length) return nothing;
    return html`<section class="card stack" aria-labelledby="sent"><h2 id="sent">${t.inspect.sentHere}</h2>
      <ul>${sent.map((d) => html`<li data-sent=${d.key}><p class="name">${pick(this.language, d.names?.template)}</p>
        <p class="small soft">${[d.reply?.number, pick(this.language, d.names?.unit)].filter(Boolean).join(' · ')}</p>
        <div class="row"><button type="button" @click=${() => this.emit('open', d)}>${t.common.show}<span class="visually-hidden"> ${d.reply?.number ?? ''}</span></button></div></li>`)}</ul></section>`;
  }

  #dueList(t) {
    const due = this.#due();
    if (!this.occurrences) return this.error ? nothing : html`<p class="soft">${t.common.loading}</p>`;
    return due.length ? html`<ul>${due.map((entry) => this.#occurrence(t, entry))}</ul>` : html`<p class="soft">${t.inspect.nothingDue}</p>`;
  }

  render() {
    const t = this.t;
    return html`<div class="stack">
      ${this.#mine(t)}
      <section class="card stack" aria-labelledby="due"><h1 id="due" tabindex="-1">${t.inspect.due}</h1>
        ${this.error ? html`<p class="message bad" role="alert">${this.error.say(t, this.language)}</p>` : nothing}
        ${this.#dueList(t)}</section>
      <button type="button" class="wide" id="start" @click=${() => this.emit('start')}>+ ${t.inspect.another}</button>
      ${this.#sent(t)}
      ${this.prepared ? html`<p class="small soft" id="prepared">✓ ${t.inspect.prepared}</p>` : nothing}</div>`;
  }

  focus() {
    this.focusOn('h1');
  }
}
customElements.define('sv-inspect-today', InspectToday);
