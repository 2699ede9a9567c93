// The fields of actions: one row each says its widget and how its value goes over the wire.
// A field that the server names and this table lacks gets a line of text, so that a new action
// needs no new page.
import { html, nothing } from 'lit';
import { fromLocal, toLocal } from '../kit/format.js';
import { fullDay, today } from '../kit/days.js';
import { findDomain } from '../campus/names.js';
import '../evidence/photos.js';

const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);
const text = (value) => value.trim();

/** widget, largest length, hint, wire: from the widget's value to the message's. */
const FIELDS = {
  unit: { widget: 'unit' },
  domain: { widget: 'domain' },
  category: { widget: 'category' },
  severity: { widget: 'severity' },
  facts: { widget: 'area', max: 2000, hint: 'factsHint' },
  requirement: { widget: 'area', max: 2000 },
  measures: { widget: 'area', max: 2000 },
  finding: { widget: 'area', max: 2000 },
  reply: { widget: 'area', max: 2000 },
  reason: { widget: 'area', max: 500 },
  comment: { widget: 'area', max: 500 },
  basis: { widget: 'lines', wire: lines },
  evidence: { widget: 'photos', wire: (ids) => ids },
  rectify_by: { widget: 'time', wire: fromLocal },
  until: { widget: 'time', wire: fromLocal },
  rating: { widget: 'stars', wire: Number },
  signer: { max: 40 },
  receiver: { max: 40 },
  parent: { max: 32 },
  milestone: { widget: 'milestone', wire: Number },
  reached: { widget: 'day' },
  note: { widget: 'area', max: 500 },
};

/** What a field starts with, from the case. */
export const STARTS = {
  dispatch: (k) => ({ facts: k.text ?? '' }),
  progress: (k) => ({ milestone: String(1 + (k.ledger?.milestones ?? []).findIndex((m) => !m.reached)), reached: today() }),
};

function choice(id, value, options, set, more) {
  return html`<select id=${id} aria-invalid=${more.wrong} aria-describedby=${more.describedby} ?required=${more.required}
    @change=${(e) => set(e.target.value)}><option value="" ?selected=${!value}>${more.t.common.choose}</option>
    ${options.map(([code, name]) => html`<option value=${code} ?selected=${code === value}>${name}</option>`)}</select>`;
}

const WIDGETS = {
  line: (id, value, set, more) => html`<input id=${id} .value=${value} maxlength=${more.row.max ?? 200} autocomplete="off"
    ?required=${more.required} aria-invalid=${more.wrong} aria-describedby=${more.describedby} @input=${(e) => set(e.target.value)}>`,
  area: (id, value, set, more) => html`<textarea id=${id} .value=${value} maxlength=${more.row.max} ?required=${more.required}
    aria-invalid=${more.wrong} aria-describedby=${more.describedby} @input=${(e) => set(e.target.value)}></textarea>`,
  lines: (id, value, set, more) => html`<textarea id=${id} .value=${value} placeholder=${more.t.desk.lines} ?required=${more.required}
    aria-invalid=${more.wrong} aria-describedby=${more.describedby} @input=${(e) => set(e.target.value)}></textarea>`,
  time: (id, value, set, more) => html`<input id=${id} type="datetime-local" .value=${value} min=${toLocal(Date.now())} ?required=${more.required}
    aria-invalid=${more.wrong} aria-describedby=${more.describedby} @input=${(e) => set(e.target.value)}>`,
  day: (id, value, set, more) => html`<input id=${id} type="date" .value=${value} min=${more.case.ledger?.met_on ?? nothing} max=${today()} ?required=${more.required}
    aria-invalid=${more.wrong} aria-describedby=${more.describedby} @input=${(e) => set(e.target.value)}>`,
  milestone(id, value, set, more) {
    const open = (more.case.ledger?.milestones ?? []).map((m, i) => [String(i + 1), m]).filter(([, m]) => !m.reached);
    return choice(id, value, open.map(([n, m]) => [n, `${m.name}（${more.t.directives.dueOn(fullDay(more.language, m.due))}）`]), set, more);
  },
  stars: (id, value, set, more) => html`<sv-stars id=${id} .value=${Number(value) || 0} .label=${more.label} @rated=${(e) => set(e.detail)}></sv-stars>`,
  unit(id, value, set, more) {
    const serves = (u) => !u.domains?.length || u.domains.includes(more.case.domain);
    const units = (more.units ?? []).filter((u) => !u.retired).sort((a, b) => Number(serves(b)) - Number(serves(a)));
    return choice(id, value, units.map((u) => [u.id, more.pick(u)]), set, more);
  },
  domain: (id, value, set, more) => choice(id, value, (more.domains ?? []).map((d) => [d.domain, more.pick(d)]), set, more),
  category(id, value, set, more) {
    const domain = more.values.domain || more.case.domain;
    return choice(id, value, (findDomain(more.domains, domain)?.categories ?? []).map((c) => [c.code, more.pick(c)]), set, more);
  },
  severity: (id, value, set, more) => choice(id, value, Object.entries(more.t.severity), set, more),
  photos: (id, value, set, more) => html`<sv-photos id=${id} .client=${more.client} .ids=${value || []} .label=${more.label}
    .wrong=${more.error} @photographed=${(e) => set(e.detail.ids)}></sv-photos>`,
};
/** These say themselves what they are, and what is wrong. */
const WHOLE = ['photos'];
/** And these are shown at once, rather than under "more". */
const AT_ONCE = ['area', 'photos'];

/** A labelled field. more: t, client, language, case, values, units, domains, pick, error (a sentence or ''). */
export function actionField(field, set, more) {
  const row = FIELDS[field.name] ?? {};
  const id = `f-${field.name}`;
  const label = more.t.fields[field.name] ?? field.name;
  const widget = WIDGETS[row.widget ?? 'line'];
  const about = {
    ...more, row, label, required: Boolean(field.required),
    wrong: more.error ? 'true' : 'false',
    describedby: [row.hint && `${id}-hint`, more.error && `${id}-error`].filter(Boolean).join(' ') || nothing,
  };
  if (WHOLE.includes(row.widget)) return widget(id, more.values[field.name], set, about);
  return html`<div class="field"><label for=${id}>${label}${field.required ? nothing
      : html`<span class="mark">${more.t.common.optional}</span>`}</label>
    ${row.hint ? html`<p class="hint" id="${id}-hint">${more.t.fields[row.hint]}</p>` : nothing}
    ${widget(id, more.values[field.name] ?? '', set, about)}
    ${more.error ? html`<p class="error" id="${id}-error" role="alert">${more.error}</p>` : nothing}</div>`;
}

/** Is this one of the fields shown at once, rather than under "more"? */
export function isPlain(field, missing = []) {
  return field.required || missing.includes(field.name) || AT_ONCE.includes(FIELDS[field.name]?.widget);
}

/** The request's body: the fields that have a value. */
export function actionBody(fields, values) {
  const body = {};
  for (const { name } of fields) {
    const value = values[name];
    if (value === undefined || value === '') continue;
    const wired = (FIELDS[name]?.wire ?? text)(value);
    if (wired !== '' && wired !== undefined && !(Array.isArray(wired) && !wired.length)) body[name] = wired;
  }
  return body;
}
