// 公示: a month's figures, numerators and denominators open, silence told apart.
import { css, html, nothing, svg } from 'lit';
import { View } from '../kit/element.js';
import { dateTime, monthName, percent, shiftMonth, thisMonth } from '../kit/format.js';
import tokens from '../kit/styles/tokens.js';

const RATIOS = ['answered', 'solved', 'on_time', 'satisfied', 'overdue'];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export class SupervisionBoard extends View {
  static properties = { period: {}, board: { state: true }, error: { state: true }, busy: { state: true } };
  static styles = [tokens, View.styles, css`
    .top { display: flex; flex-wrap: wrap; gap: 12px; justify-content: space-between; align-items: end; }
    .month { display: flex; align-items: center; gap: 4px; }
    .month strong { min-width: 8.2em; text-align: center; }
    .month button { min-width: var(--touch); padding: 8px; font-size: 1.2rem; }
    .figures { min-height: 420px; align-content: start; }
    .big { font-size: 2.6rem; font-weight: 680; line-height: 1.1; font-variant-numeric: tabular-nums; }
    .ratio { display: grid; gap: 4px; grid-template-columns: minmax(0, 1fr) auto; }
    .ratio svg { grid-column: 1 / -1; width: 100%; height: 10px; border-radius: 5px; display: block; background: var(--well); }
    .ratio strong, .ratio .soft { font-variant-numeric: tabular-nums; }
    rect { fill: var(--accent); }
    rect.overdue { fill: var(--bad); }
    rect.satisfied { fill: var(--good); }
    rect.dissatisfied { fill: var(--bad); }
    rect.silent { fill: var(--line-strong); }
    rect.awaiting { fill: var(--line); }
    .grid { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
    @media (min-width: 760px) { .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); } .total { grid-column: 1 / -1; } .total .ratios { grid-template-columns: 1fr 1fr; gap: 16px 32px; } }
    .ratios { display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); }
    .words svg { width: 100%; height: 14px; border-radius: 7px; display: block; background: var(--well); }
    .key { display: flex; flex-wrap: wrap; gap: 4px 16px; font-variant-numeric: tabular-nums; }
    .key li::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-inline-end: 6px; background: var(--c); border: 1px solid var(--line-strong); }
    .key .satisfied { --c: var(--good); } .key .dissatisfied { --c: var(--bad); } .key .silent { --c: var(--line-strong); } .key .awaiting { --c: var(--line); }
    .titled { display: flex; align-items: center; gap: 12px; }
    .titled p { margin-inline-start: auto; white-space: nowrap; }
  `];

  constructor() {
    super();
    this.period = '';
  }

  updated(changed) {
    if (changed.has('client') || (changed.has('period') && changed.get('period') !== undefined)) this.#load();
  }

  get #month() {
    return MONTH.test(this.period) ? this.period : thisMonth();
  }

  async #load() {
    const period = this.#month;
    this.busy = true;
    this.error = null;
    try {
      const board = await this.client.get('board', { query: { period } });
      if (period === this.#month) this.board = board;
    } catch (error) {
      this.error = error;
    }
    this.busy = false;
  }

  #go(months) {
    this.period = shiftMonth(this.#month, months);
  }

  #ratio(t, figures, name) {
    const ratio = figures[name] ?? {};
    const share = percent(ratio);
    const { numerator = 0, denominator = 0 } = ratio;
    return html`<div class="ratio"><span>${t.board[name]} <span class="small soft">${t.board.of[name]} ${numerator}/${denominator}</span></span>
      <strong>${share === null ? html`<span class="soft small">${t.board.noBase}</span>` : `${share}%`}</strong>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class=${name} height="10" width=${share ?? 0}></rect></svg></div>`;
  }

  #words(t, figures) {
    const parts = [
      ['satisfied', figures.satisfied?.numerator ?? 0], ['dissatisfied', figures.dissatisfied ?? 0],
      ['silent', figures.silent ?? 0], ['awaiting', figures.awaiting ?? 0],
    ];
    const all = parts.reduce((sum, [, n]) => sum + n, 0);
    let x = 0;
    return html`<div class="words stack tight"><h3>${t.board.words}</h3>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${all ? parts.map(([name, n]) => {
        const at = x;
        x += (n / all) * 100;
        return svg`<rect class=${name} x=${at} width=${(n / all) * 100} height="10"></rect>`;
      }) : nothing}</svg>
      <ul class="key small">${parts.map(([name, n]) => html`<li class=${name}>${t.board[name]} ${n}</li>`)}</ul></div>`;
  }

  /** What concerns no case: checks of the calendar, where any were due. */
  #ratios(figures) {
    return [...(figures.received ? RATIOS : []), ...(figures.checks?.denominator ? ['checks'] : [])];
  }

  #card(t, figures, name, total) {
    const extra = figures.reopened ? html`<span class="badge serious">${t.board.reopened} ${figures.reopened}</span>` : nothing;
    return html`<section class="card stack ${total ? 'total' : ''}" data-domain=${figures.domain ?? ''} aria-label=${name}>
      <div class="titled"><h2>${name}</h2>${extra}<p><span class="big">${figures.received ?? 0}</span> <span class="soft">${t.board.unit} ${t.board.received}</span></p></div>
      ${this.#body(t, figures)}</section>`;
  }

  #body(t, figures) {
    const ratios = this.#ratios(figures);
    return html`${ratios.length ? html`<div class="ratios">${ratios.map((r) => this.#ratio(t, figures, r))}</div>` : nothing}
      ${figures.received ? this.#words(t, figures) : nothing}`;
  }

  #figures(t) {
    if (this.error) {
      return html`<div class="card stack"><p class="message warn" role="alert">${this.error.say(t, this.language)}</p>
        <button type="button" @click=${this.#load}>${t.common.retry}</button></div>`;
    }
    if (!this.board) return html`<p class="card soft" role="status">${t.common.loading}</p>`;
    const b = this.board;
    return html`${b.total?.received ? nothing : html`<p class="message">${t.board.empty}</p>`}
      <div class="grid">${this.#card(t, b.total ?? {}, t.board.total, true)}
        ${(b.domains ?? []).map((d) => this.#card(t, d, this.pick(d) || d.domain, false))}</div>
      <p class="small soft">${t.board.silentNote}${b.generated_at ? html` ${t.board.generated(dateTime(this.language, b.generated_at))}` : nothing}</p>`;
  }

  render() {
    const t = this.t;
    const month = this.#month;
    return html`<div class="stack">
      <header class="top"><div><h1>${t.board.title}</h1><p class="soft">${t.board.lead}</p></div>
        <div class="month" role="group" aria-label=${t.board.month}>
          <button type="button" class="quiet" id="previous" aria-label=${t.board.previous} @click=${() => this.#go(-1)}>‹</button>
          <strong aria-live="polite">${monthName(this.language, month)}</strong>
          <button type="button" class="quiet" id="next" aria-label=${t.board.next} ?disabled=${month >= thisMonth()} @click=${() => this.#go(1)}>›</button>
        </div></header>
      <div class="stack figures" aria-busy=${this.busy ? 'true' : 'false'}>${this.#figures(t)}</div></div>`;
  }
}
customElements.define('supervision-board', SupervisionBoard);
