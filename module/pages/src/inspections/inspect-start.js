// A check of one's own choice, or the re-inspection of a case: service, checklist, unit, place.
// Owns which checklists are offered to whom. Emits `begin` with what was chosen.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { answersFor, domainsOf, findDomain, unitName } from '../campus/names.js';
import choices from '../kit/styles/choices.js';
import form from '../kit/styles/form.js';
import '../campus/place.js';

const NOT_OF_UNITS = ['unannounced'];

export class InspectStart extends Part {
  static properties = {
    me: { attribute: false }, domains: { attribute: false }, units: { attribute: false }, lists: { attribute: false }, case: { attribute: false },
    busy: { type: Boolean }, error: { attribute: false }, chosen: { state: true }, asked: { state: true },
  };
  static styles = [Part.styles, form, choices, css`
    h1:focus { outline: none; }
    .small { font-weight: 400; }
    .name { display: block; font-weight: 600; }
  `];

  constructor() {
    super();
    this.chosen = { domain: '', template: '', unit: '', place: '', place_detail: '' };
    this.asked = false;
  }

  willUpdate(changed) {
    if (changed.has('case') && this.case) {
      const { domain, unit, place, place_detail: detail } = this.case;
      this.chosen = { ...this.chosen, domain: domain ?? '', unit: unit ?? '', place: place ?? '', place_detail: detail ?? '' };
    }
    if (changed.has('me') && this.me?.role === 'unit') this.chosen = { ...this.chosen, unit: this.me.unit };
    this.#settle();
  }

  /** Where there is nothing to choose it is chosen. */
  #settle() {
    const domains = this.#domains;
    if (domains.length === 1 && !this.chosen.domain) this.chosen = { ...this.chosen, domain: domains[0] };
    const lists = this.#templates;
    if (lists.length === 1 && !this.chosen.template) this.chosen = { ...this.chosen, template: lists[0].template };
  }

  get #lists() {
    const again = Boolean(this.case);
    const own = domainsOf(this.me, this.units);
    return (this.lists ?? []).filter((l) => (l.check === 'reinspection') === again &&
      !(this.me?.role === 'unit' && NOT_OF_UNITS.includes(l.check)) &&
      answersFor(own, l.domain));
  }

  get #domains() {
    if (this.case) return [this.case.domain];
    return [...new Set(this.#lists.map((l) => l.domain))];
  }

  get #templates() {
    return this.#lists.filter((l) => l.domain === this.chosen.domain);
  }

  #set(change) {
    this.chosen = { ...this.chosen, ...change };
  }

  #begin(event) {
    event.preventDefault();
    this.asked = true;
    const lacking = ['domain', 'template', 'unit'].find((name) => !this.chosen[name]);
    if (lacking) this.focusOn(`#${lacking}`);
    else if (!this.busy) this.emit('begin', this.chosen);
  }

  #lack(t, name) {
    return this.asked && !this.chosen[name] ? html`<p class="error" id="${name}-error" role="alert">${t.inspect.need[name]}</p>` : nothing;
  }

  #domainChoice(t) {
    const name = (code) => this.pick(findDomain(this.domains, code)) || this.lists.find((l) => l.domain === code)?.domain_name || code;
    return html`<fieldset class="stack tight" id="domain" tabindex="-1"><legend>${t.report.domain}</legend>
      <div class="chips">${this.#domains.map((code) => html`<label class="chip"><input type="radio" name="domain" value=${code} .checked=${this.chosen.domain === code}
        @change=${() => this.#set({ domain: code, template: '', unit: this.#servers(code).some((u) => u.id === this.chosen.unit) ? this.chosen.unit : '' })}><span>${name(code)}</span></label>`)}</div>${this.#lack(t, 'domain')}</fieldset>`;
  }

  #templateChoice(t) {
    if (!this.chosen.domain) return nothing;
    return html`<fieldset class="stack tight" id="template" tabindex="-1"><legend>${t.inspect.checklist}</legend>
      <div class="choices stacked">${this.#templates.map((l) => html`<label class="choice"><input type="radio" name="template" value=${l.template}
        .checked=${this.chosen.template === l.template} @change=${() => this.#set({ template: l.template })}>
        <span><span class="tick" aria-hidden="true">✓</span><span><span class="name">${this.pick(l)}</span>
          <span class="small soft">${t.check[l.check]} · ${t.inspect.items(l.items ?? 0)}</span></span></span></label>`)}</div>
      ${this.#templates.length ? nothing : html`<p class="soft">${t.inspect.noChecklist}</p>`}${this.#lack(t, 'template')}</fieldset>`;
  }

  /** The units that serve a domain: the server takes no other. */
  #servers(domain) {
    return (this.units ?? []).filter((u) => !u.retired && (!u.domains?.length || u.domains.includes(domain)));
  }

  #unitChoice(t) {
    if (this.me?.role === 'unit' || this.case) {
      return html`<div><p class="label">${t.inspect.unit}</p><p>${unitName(this.language, this.units, this.chosen.unit, t.desk.unknownUnit)}</p></div>`;
    }
    const units = this.#servers(this.chosen.domain);
    const wrong = this.asked && !this.chosen.unit;
    return html`<div class="field"><label for="unit">${t.inspect.unit}</label>
      <select id="unit" aria-invalid=${wrong ? 'true' : 'false'} aria-describedby=${wrong ? 'unit-error' : nothing} @change=${(e) => this.#set({ unit: e.target.value })}>
        <option value="" ?selected=${!this.chosen.unit}>${t.common.choose}</option>
        ${units.map((u) => html`<option value=${u.id} ?selected=${u.id === this.chosen.unit}>${this.pick(u)}</option>`)}</select>${this.#lack(t, 'unit')}</div>`;
  }

  render() {
    const t = this.t;
    const k = this.case;
    return html`<form class="card stack" novalidate @submit=${this.#begin}>
      <h1 tabindex="-1">${k ? t.inspect.again : t.inspect.another}</h1>
      ${k ? html`<p class="small soft">${t.inspect.caseId} ${k.id}</p><p class="text">${k.text}</p>` : nothing}
      ${this.#domainChoice(t)}${this.#templateChoice(t)}${this.#unitChoice(t)}
      <div class="pair"><sv-place .client=${this.client} .value=${this.chosen.place} @placed=${(e) => this.#set({ place: e.detail?.id ?? '' })}></sv-place>
        <div class="field"><label for="place_detail">${t.report.placeDetail}<span class="mark">${t.common.optional}</span></label>
          <input id="place_detail" maxlength="100" autocomplete="off" placeholder=${t.report.placeDetailHint} .value=${this.chosen.place_detail}
            @input=${(e) => this.#set({ place_detail: e.target.value })}></div></div>
      ${this.error ? html`<p class="message bad" role="alert">${this.error.say(t, this.language)}</p>` : nothing}
      <button class="primary wide" id="begin" aria-disabled=${this.busy ? 'true' : 'false'}>${t.inspect.begin}</button></form>`;
  }

  focus() {
    this.focusOn('h1');
  }
}
customElements.define('sv-inspect-start', InspectStart);
