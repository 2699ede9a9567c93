// 试算: past inspections scored by a candidate rulebook, page after page, with every difference.
// Owns the run and its stopping; nothing is stored anywhere.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { dateTime, dayEnd, dayStart } from '../kit/format.js';
import { pageUrl } from '../kit/pages.js';
import data from '../kit/styles/data.js';
import form from '../kit/styles/form.js';

const PAGE = 50; // inspections a request; the server's own limit
const FILE_MAX = 1024 * 1024;
const AROUND = 2; // lines shown around the one at fault
const LINE = /第\s*(\d+)\s*行|\bline (\d+)/;

export class DryRun extends Part {
  static properties = {
    domain: {}, text: { state: true }, busy: { state: true }, error: { state: true }, wrong: { state: true }, run: { state: true },
  };
  static styles = [Part.styles, form, data, css`
    textarea { min-height: 16em; font-family: ui-monospace, "SF Mono", "Cascadia Mono", monospace; font-size: .875rem; white-space: pre; overflow: auto; }
    .days { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11rem), 1fr)); }
    .quote { overflow-x: auto; border-radius: var(--radius-small); background: var(--well); padding: 8px 0; font-family: ui-monospace, "SF Mono", "Cascadia Mono", monospace; font-size: .875rem; }
    .quote li { display: flex; gap: 12px; padding: 1px 12px; white-space: pre; width: max-content; min-width: 100%; }
    .quote .at { background: var(--bad-soft); color: var(--bad); font-weight: 700; }
    .quote span { min-width: 3em; text-align: end; color: var(--ink-soft); user-select: none; }
    .pick input { padding: 8px; }
    .change { padding: 0; overflow: hidden; }
    .change .head { padding: 16px; display: flex; flex-wrap: wrap; gap: 6px 18px; align-items: baseline; justify-content: space-between; }
    .change .scroll { border-width: 1px 0 0; border-radius: 0; }
    .big { font-size: 1.3rem; font-weight: 680; font-variant-numeric: tabular-nums; white-space: nowrap; }
    code { overflow-wrap: anywhere; }
    td.why { min-width: 12em; }
  `];

  #stop = false;

  constructor() {
    super();
    this.text = '';
  }

  willUpdate(changed) {
    if (changed.has('domain') && changed.get('domain')) {
      this.#stop = true;
      Object.assign(this, { run: null, error: null, wrong: '', text: '' });
    }
  }

  disconnectedCallback() {
    this.#stop = true;
    super.disconnectedCallback();
  }

  async #file(input) {
    const [file] = input.files;
    if (!file) return;
    this.wrong = file.size > FILE_MAX ? this.t.dryRun.tooLarge : '';
    if (!this.wrong) this.text = await file.text();
  }

  async #start(event) {
    event.preventDefault();
    if (this.busy) return;
    this.error = null;
    this.run = null;
    this.wrong = this.text.trim() ? '' : this.t.dryRun.needText;
    if (this.wrong) {
      this.focusOn('#text');
      return;
    }
    const day = (id) => this.renderRoot.querySelector(id).value;
    const body = { rulebook: this.text, from: dayStart(day('#from')) || undefined, to: dayEnd(day('#to')) || undefined, limit: PAGE };
    this.#stop = false;
    this.busy = true;
    try {
      await this.#pages(this.domain, body);
    } catch (error) {
      this.error = error;
    }
    this.busy = false;
    this.focusOn(this.error ? '#fault' : '#result');
  }

  async #pages(domain, body) {
    let run = { scored: 0, changed: 0, changes: [], skipped: [], cursor: '' };
    do {
      const page = await this.client.post(`domains/${encodeURIComponent(domain)}/dry-run`, { ...body, cursor: run.cursor || undefined });
      if (domain !== this.domain) return;
      run = {
        version: page.version, digest: page.digest, scored: run.scored + (page.scored ?? 0), changed: run.changed + (page.changed ?? 0),
        changes: [...run.changes, ...(page.changes ?? [])], skipped: [...run.skipped, ...(page.skipped ?? [])], cursor: page.next_cursor ?? '',
      };
      this.run = run;
    } while (run.cursor && !this.#stop);
  }

  /** The sentence, and the candidate's lines around the one that it names. */
  #fault(t) {
    const said = this.error.say(t, this.language);
    const found = said.match(LINE) ?? this.error.problem.detail?.match(LINE) ?? this.error.problem.detail_en?.match(LINE);
    const at = Number(found?.[1] ?? found?.[2] ?? 0);
    const lines = this.text.split('\n');
    const first = Math.max(1, at - AROUND);
    const shown = at && at <= lines.length ? lines.slice(first - 1, at + AROUND).map((text, i) => [first + i, text]) : [];
    return html`<section class="card stack" id="fault" tabindex="-1"><h2>${t.dryRun.wrong}</h2>
      <p class="message bad text" role="alert">${said}${this.error.field && this.error.field !== 'rulebook' ? html` <code>${this.error.field}</code>` : nothing}</p>
      ${shown.length ? html`<ol class="quote" tabindex="0" aria-label=${t.dryRun.line(at)}>${shown.map(([n, text]) => html`<li class=${n === at ? 'at' : ''}><span>${n}</span>${text}</li>`)}</ol>
        <div><button type="button" @click=${() => this.#show(at)}>${t.dryRun.line(at)}</button></div>` : nothing}</section>`;
  }

  /** Puts the cursor into the line. */
  #show(at) {
    const area = this.renderRoot.querySelector('#text');
    const lines = this.text.split('\n');
    const start = lines.slice(0, at - 1).join('\n').length + (at > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + lines[at - 1].length);
    area.scrollTop = ((at - 4) / lines.length) * area.scrollHeight;
  }

  #points(t, points) {
    return points < 0 ? t.dryRun.absent : `${Math.round(points * 100) / 100}%`;
  }

  #change(t, c) {
    const delta = (c.percent ?? 0) - (c.percent_then ?? 0);
    const word = delta > 0 ? t.dryRun.better : delta < 0 ? t.dryRun.worse : t.dryRun.unchanged;
    const look = delta > 0 ? 'good' : delta < 0 ? 'bad' : '';
    const lines = c.lines ?? [];
    return html`<article class="card change" data-change=${c.inspection}><div class="head"><div>
        <h3><a href="${pageUrl('inspections')}#inspection=${c.inspection}">${c.number || c.inspection}</a></h3>
        <p class="small soft">${[c.unit_name, dateTime(this.language, c.submitted_at), t.rulebook.version(c.version_then ?? '')].filter(Boolean).join(' · ')}</p></div>
      <p class="row"><span class="big">${c.percent_then ?? 0}% → ${c.percent ?? 0}%</span>
        <span>${c.grade_then || t.dryRun.noGrade} → ${c.grade || t.dryRun.noGrade}</span>
        <span class="badge ${look}">${delta ? `${word} ${Math.abs(Math.round(delta * 100) / 100)}` : word}</span></p></div>
      ${lines.length ? html`<div class="scroll" role="region" tabindex="0" aria-label=${`${c.number || c.inspection} ${t.dryRun.lines(lines.length)}`}><table>
        <thead><tr><th scope="col">${t.dryRun.item}</th><th scope="col" class="n">${t.dryRun.then}</th><th scope="col" class="n">${t.dryRun.now}</th><th scope="col">${t.dryRun.why}</th></tr></thead>
        <tbody>${lines.map((line) => html`<tr><th scope="row">${line.text || line.item}</th><td class="n">${this.#points(t, line.points_then ?? 0)}</td>
          <td class="n">${this.#points(t, line.points ?? 0)}</td><td class="why">${this.pick(line, 'why')}</td></tr>`)}</tbody></table></div>` : nothing}</article>`;
  }

  #result(t) {
    const run = this.run;
    const said = this.busy ? t.dryRun.running(run.scored) : !run.scored && !run.skipped.length ? t.dryRun.empty : t.dryRun.done(run.scored, run.changed);
    return html`<section class="stack" aria-label=${t.dryRun.title}><div class="card stack tight" id="result" tabindex="-1">
        <p role="status"><strong>${said}</strong> ${!this.busy && run.scored && !run.changed ? t.dryRun.same : nothing}</p>
        ${run.cursor && !this.busy ? html`<p class="message warn">${t.dryRun.stopped}</p>` : nothing}
        <p class="small soft">${t.dryRun.version(run.version ?? '')}<code>${(run.digest ?? '').slice(0, 16)}</code></p></div>
      ${run.changes.map((c) => this.#change(t, c))}
      ${run.skipped.length ? html`<details class="card"><summary>${t.dryRun.skipped} (${run.skipped.length})</summary><ul class="small">${run.skipped.map((s) => html`<li>${s}</li>`)}</ul></details>` : nothing}</section>`;
  }

  render() {
    const t = this.t;
    return html`<div class="stack"><form class="card stack" novalidate @submit=${this.#start}>
      <p>${t.dryRun.lead}</p>
      <div class="field"><label for="text">${t.dryRun.text}</label><p class="hint" id="text-hint">${t.dryRun.textHint}</p>
        <textarea id="text" spellcheck="false" autocomplete="off" aria-describedby="text-hint" aria-invalid=${this.wrong ? 'true' : 'false'} .value=${this.text}
          @input=${(e) => { this.text = e.target.value; }}></textarea>
        ${this.wrong ? html`<p class="error" role="alert">${this.wrong}</p>` : nothing}</div>
      <div class="days"><div class="field pick"><label for="file">${t.dryRun.file}</label><input type="file" id="file" accept=".txtpb,.txt,text/plain" @change=${(e) => this.#file(e.target)}></div>
        <div class="field"><label for="from">${t.dryRun.from}<span class="mark">${t.common.optional}</span></label><input type="date" id="from"></div>
        <div class="field"><label for="to">${t.dryRun.to}<span class="mark">${t.common.optional}</span></label><input type="date" id="to"></div></div>
      <div class="row"><button class="primary" id="run" aria-disabled=${this.busy ? 'true' : 'false'}>${t.dryRun.run}</button>
        ${this.busy ? html`<button type="button" id="stop" @click=${() => { this.#stop = true; }}>${t.dryRun.stop}</button>` : nothing}</div></form>
      ${this.error ? this.#fault(t) : nothing}${this.run ? this.#result(t) : nothing}</div>`;
  }
}
customElements.define('sv-dry-run', DryRun);
