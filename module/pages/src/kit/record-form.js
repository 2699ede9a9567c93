// A form made from rows that name its fields, for what is put or posted whole. Owns that a
// refusal stands at the field that the server names. Emits `sent` with the server's answer and
// `cancelled`; must not know what it is a form of.
import { css, html, nothing } from 'lit';
import { Part } from './element.js';
import { fromLocal, toLocal } from './format.js';
import form from './styles/form.js';

const text = (value) => (value ?? '').trim();
const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const HALF_HOURS = Array.from({ length: 49 }, (_, i) => i * 30);

/** How a field's value goes over the wire; undefined: it is left out. */
const WIRE = {
  line: (value) => text(value) || undefined,
  area: (value) => text(value) || undefined,
  select: (value) => value || undefined,
  day: (value) => value || undefined,
  number: (value) => (value === '' || value === undefined ? undefined : Number(value)),
  clock: (value) => (value === '' || value === undefined ? undefined : Number(value)),
  check: (value) => value || undefined,
  time: (value) => fromLocal(value),
  many: (value) => (value?.length ? value : undefined),
};

/** The fields' values as a message's members. */
export function bodyOf(fields, values) {
  const body = {};
  for (const { name, widget = 'line', as } of fields) {
    const value = WIRE[widget](values[name]);
    if (value !== undefined) body[name] = as ? as(value) : value;
  }
  return body;
}

function options(t, list, value, blank) {
  return html`${blank ? html`<option value="" ?selected=${!value}>${blank}</option>` : nothing}
    ${list.map(([code, name]) => html`<option value=${code} ?selected=${String(code) === String(value ?? '')}>${name}</option>`)}`;
}

const WIDGETS = {
  line: (f, a) => html`<input id=${a.id} .value=${a.value ?? ''} maxlength=${f.max ?? 200} autocomplete="off" ?required=${f.required}
    aria-invalid=${a.wrong} aria-describedby=${a.about} @input=${(e) => a.set(e.target.value)}>`,
  area: (f, a) => html`<textarea id=${a.id} .value=${a.value ?? ''} maxlength=${f.max ?? 500} ?required=${f.required}
    aria-invalid=${a.wrong} aria-describedby=${a.about} @input=${(e) => a.set(e.target.value)}></textarea>`,
  day: (f, a) => html`<input type="date" id=${a.id} .value=${a.value ?? ''} ?required=${f.required}
    aria-invalid=${a.wrong} aria-describedby=${a.about} @change=${(e) => a.set(e.target.value)}>`,
  time: (f, a) => html`<input type="datetime-local" id=${a.id} .value=${a.value ?? ''} min=${toLocal(Date.now())} ?required=${f.required}
    aria-invalid=${a.wrong} aria-describedby=${a.about} @change=${(e) => a.set(e.target.value)}>`,
  number: (f, a) => html`<input type="number" inputmode="numeric" id=${a.id} .value=${String(a.value ?? '')} min=${f.min ?? 0} max=${f.most ?? nothing}
    ?required=${f.required} aria-invalid=${a.wrong} aria-describedby=${a.about} @input=${(e) => a.set(e.target.value)}>`,
  select: (f, a) => html`<select id=${a.id} ?required=${f.required} aria-invalid=${a.wrong} aria-describedby=${a.about}
    @change=${(e) => a.set(e.target.value)}>${options(a.t, a.options, a.value, f.blank ?? a.t.common.choose)}</select>`,
  clock(f, a) {
    const known = HALF_HOURS.includes(Number(a.value ?? 0)) ? HALF_HOURS : [...HALF_HOURS, Number(a.value)].sort((x, y) => x - y);
    return html`<select id=${a.id} aria-invalid=${a.wrong} aria-describedby=${a.about} @change=${(e) => a.set(e.target.value)}>
      ${options(a.t, known.map((minutes) => [minutes, clock(minutes)]), a.value ?? 0)}</select>`;
  },
  check: (f, a) => html`<label class="tick"><input type="checkbox" id=${a.id} .checked=${Boolean(a.value)} aria-describedby=${a.about}
    @change=${(e) => a.set(e.target.checked)}><span>${f.label}</span></label>`,
  many(f, a) {
    const chosen = a.value ?? [];
    const turn = (code, on) => a.set(on ? [...chosen, code] : chosen.filter((other) => other !== code));
    return html`<div class="chips" id=${a.id} tabindex="-1">${a.options.map(([code, name]) => html`<label class="chip"><input type="checkbox" value=${code}
      .checked=${chosen.includes(code)} @change=${(e) => turn(code, e.target.checked)}><span>${name}</span></label>`)}</div>`;
  },
};

export class RecordForm extends Part {
  static properties = {
    fields: { attribute: false }, // { name, label, widget, options or options(values), required, hint, whole, when(values), as(value) }
    values: { attribute: false }, title: { attribute: false }, submit: { attribute: false },
    send: { attribute: false }, // (body, values) => promise of the server's answer
    plain: { type: Boolean }, // it stands there by itself: no title, nothing to cancel
    typed: { state: true }, busy: { state: true }, error: { state: true },
  };
  static styles = [Part.styles, form, css`
    form { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
    .fields { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); align-items: start; }
    @media (min-width: 620px) { .fields { grid-template-columns: repeat(2, minmax(0, 1fr)); } .whole { grid-column: 1 / -1; } }
    .tick { display: flex; align-items: center; gap: 10px; min-height: var(--touch); font-weight: 600; }
    .tick input { width: 22px; height: 22px; min-height: 0; flex: none; accent-color: var(--accent); }
  `];

  willUpdate(changed) {
    if (changed.has('values')) Object.assign(this, { typed: { ...this.values }, error: null, busy: false });
  }

  get #shown() {
    return this.fields.filter((f) => !f.when || f.when(this.typed));
  }

  async #send(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      const answer = await this.send(bodyOf(this.#shown, this.typed), this.typed);
      this.busy = false;
      this.emit('sent', answer);
    } catch (error) {
      this.busy = false;
      if (!error.say) throw error;
      this.error = error;
      if (this.#at) this.focusOn(`#f-${this.#at}`);
    }
  }

  /** The field that the server names, as far as this form has it: raise.facts, domains[2]. */
  get #at() {
    const names = (this.error?.field ?? '').replace(/\[\d+\]/g, '').split('.');
    return names.reverse().find((name) => this.#shown.some((f) => f.name === name)) ?? '';
  }

  #field(t, f) {
    const id = `f-${f.name}`;
    const widget = f.widget ?? 'line';
    const error = f.name === this.#at ? this.error.say(t, this.language) : '';
    const about = [f.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || nothing;
    const set = (value) => { this.typed = { ...this.typed, [f.name]: value }; };
    const drawn = WIDGETS[widget](f, {
      id, about, set, t, options: typeof f.options === 'function' ? f.options(this.typed) : f.options, value: this.typed[f.name], wrong: error ? 'true' : 'false',
    });
    const mark = f.required ? nothing : html`<span class="mark">${t.common.optional}</span>`;
    const rest = html`${f.hint ? html`<p class="hint" id="${id}-hint">${f.hint}</p>` : nothing}`;
    const wrong = error ? html`<p class="error" id="${id}-error" role="alert">${error}</p>` : nothing;
    const look = `field ${f.whole || widget === 'area' || widget === 'many' ? 'whole' : ''}`;
    if (widget === 'check') return html`<div class=${look}>${drawn}${rest}${wrong}</div>`;
    if (widget === 'many') return html`<fieldset class=${look}><legend>${f.label}${mark}</legend>${rest}${drawn}${wrong}</fieldset>`;
    return html`<div class=${look}><label for=${id}>${f.label}${mark}</label>${rest}${drawn}${wrong}</div>`;
  }

  render() {
    const t = this.t;
    return html`<form novalidate aria-label=${this.title} @submit=${this.#send}>
      ${this.plain ? nothing : html`<h3>${this.title}</h3>`}
      <div class="fields">${this.#shown.map((f) => this.#field(t, f))}</div>
      ${this.error && !this.#at ? html`<p class="message bad" role="alert">${this.error.say(t, this.language)}</p>` : nothing}
      <div class="row"><button class="primary" id="send" aria-disabled=${this.busy ? 'true' : 'false'}>${this.submit}</button>
        ${this.plain ? nothing : html`<button type="button" id="cancel" @click=${() => this.emit('cancelled')}>${t.common.cancel}</button>`}</div></form>`;
  }

  focus() {
    this.focusOn('input, textarea, select');
  }
}
customElements.define('sv-record-form', RecordForm);
