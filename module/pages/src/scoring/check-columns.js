// The numbers of an item that only its domain can judge: a row of named columns, or several
// (a basket of prices, a driver's log). Owns how a day and an hour of the week become numbers.
// Emits `typed` with all numbers, row after row, as they were typed.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { columnsOf, numberOf } from './answers.js';
import form from '../kit/styles/form.js';

const DAY_H = 24;

/** 20261130 and the value of a date field. */
const fromDay = (typed) => typed.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
const toDay = (value) => value.replaceAll('-', '');

/** 32.5 and { day: 1, time: '08:30' }; times are kept to the minute. */
function fromHours(typed) {
  const hours = numberOf(typed);
  if (!(hours >= 0)) return { day: 0, time: '' };
  const minutes = Math.round(hours * 60);
  const rest = minutes % (DAY_H * 60);
  const two = (n) => String(n).padStart(2, '0');
  return { day: Math.floor(minutes / (DAY_H * 60)), time: `${two(Math.floor(rest / 60))}:${two(rest % 60)}` };
}

function toHours(day, time) {
  if (!time) return '';
  const [hours, minutes] = time.split(':').map(Number);
  return String(Number((day * DAY_H + hours + minutes / 60).toFixed(4)));
}

export class CheckColumns extends Part {
  static properties = { item: { attribute: false }, typed: { attribute: false }, label: {} };
  static styles = [Part.styles, form, css`
    ol { display: grid; gap: 10px; }
    .cells { display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); align-items: end; }
    .field > label { font-weight: 400; font-size: .875rem; color: var(--ink-soft); }
    .row-n { font-size: .875rem; color: var(--ink-soft); display: flex; justify-content: space-between; align-items: center; min-height: 44px; }
    .hour { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr); gap: 6px; }
    li.boxed { border: 1px solid var(--line); border-radius: var(--radius-small); padding: 4px 10px 10px; }
    .cells.pair { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    @media (min-width: 520px) { .cells, .cells.pair { grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); grid-template-columns: none; } }
  `];

  get #width() {
    return columnsOf(this.item).columns.length;
  }

  get #rows() {
    const width = this.#width;
    const rows = [];
    for (let i = 0; i < this.typed.length; i += width) rows.push(this.typed.slice(i, i + width));
    return rows.length ? rows : [[]];
  }

  #emit(rows) {
    const width = this.#width;
    const all = rows.flatMap((row) => Array.from({ length: width }, (_, i) => row[i] ?? ''));
    this.emit('typed', all.every((text) => text === '') ? [] : all);
  }

  #set(at, column, value) {
    this.#emit(this.#rows.map((row, i) => (i === at ? Array.from({ length: this.#width }, (_, c) => (c === column ? value : row[c] ?? '')) : row)));
  }

  async #add() {
    const rows = this.#rows;
    const all = [...rows, []].flatMap((row) => Array.from({ length: this.#width }, (_, i) => row[i] ?? ''));
    this.emit('typed', all);
    await this.updateComplete;
    this.focusOn(`#c-${rows.length}-0`);
  }

  #remove(at) {
    this.#emit(this.#rows.filter((_, i) => i !== at));
    this.focusOn('#add');
  }

  #widget(t, kind, id, value, set) {
    if (kind === 'day') return html`<input type="date" id=${id} .value=${fromDay(value)} @change=${(e) => set(toDay(e.target.value))}>`;
    if (kind === 'week_hours') {
      const { day, time } = fromHours(value);
      return html`<span class="hour"><select aria-label=${t.checklist.weekday} @change=${(e) => set(toHours(Number(e.target.value), time || '00:00'))}>
          ${t.checklist.weekdays.map((name, i) => html`<option value=${i} ?selected=${i === day}>${name}</option>`)}</select>
        <input type="time" id=${id} .value=${time} @change=${(e) => set(toHours(day, e.target.value))}></span>`;
    }
    const wrong = value !== '' && Number.isNaN(numberOf(value));
    return html`<input id=${id} inputmode="decimal" autocomplete="off" maxlength="20" .value=${value} aria-invalid=${wrong ? 'true' : 'false'}
      @input=${(e) => set(e.target.value)}>`;
  }

  #row(t, row, at, many) {
    const { columns } = columnsOf(this.item);
    const pair = columns.length === 2 && columns.every((c) => c.kind !== 'week_hours');
    return html`<li class=${many ? 'boxed' : ''}>
      ${many ? html`<div class="row-n"><span>${t.checklist.rowN(at + 1)}</span>
        <button type="button" class="quiet" aria-label=${t.checklist.removeRow(at + 1)} @click=${() => this.#remove(at)}>${t.checklist.remove}</button></div>` : nothing}
      <div class="cells ${pair ? 'pair' : ''}">${columns.map((column, c) => html`<div class="field"><label for="c-${at}-${c}">${this.pick(column) || t.checklist.number}</label>
        ${this.#widget(t, column.kind, `c-${at}-${c}`, row[c] ?? '', (value) => this.#set(at, c, value))}</div>`)}</div></li>`;
  }

  render() {
    const t = this.t;
    const { rows: most } = columnsOf(this.item);
    const rows = this.#rows;
    return html`<div class="stack tight" role="group" aria-label=${this.label}>
      <ol>${rows.map((row, at) => this.#row(t, row, at, most > 1))}</ol>
      ${rows.length < most ? html`<button type="button" id="add" @click=${this.#add}>+ ${t.checklist.addRow}</button>` : nothing}</div>`;
  }
}
customElements.define('sv-check-columns', CheckColumns);
