// One case as staff see it: facts, contact where the role may see it, actions, history.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { dateTime } from '../kit/format.js';
import { caseTitle, unitName } from '../campus/names.js';
import { pageUrl } from '../kit/pages.js';
import { dueBadge, severityBadge, stateBadge, supervisionBadge } from './badges.js';
import './action-form.js';
import '../evidence/gallery.js';
import './history.js';
import { ANSWERED } from './kinds.js';
import './ledger-entry.js';
import './stepper.js';

export class CaseDetail extends Part {
  static properties = { case: { attribute: false }, domains: { attribute: false }, units: { attribute: false }, notice: { attribute: false } };
  static styles = [Part.styles, css`
    h2:focus { outline: none; }
    h2 { font-size: 1.3rem; }
    .id { font-family: ui-monospace, "SF Mono", "Cascadia Mono", monospace; }
    ul.why { padding-inline-start: 1.2em; list-style: disc; }
    .said { font-size: 1.06rem; }
  `];

  #facts(t, k) {
    const time = (iso) => dateTime(this.language, iso);
    const rows = [
      [t.report.place, [k.place_name, k.place_detail].filter(Boolean).join(' ')],
      [t.report.occurred, time(k.occurred_at)],
      [t.follow.unit, unitName(this.language, this.units, k.unit, k.unit_name || (this.units && k.unit && t.desk.unknownUnit))],
      [t.desk.kind, k.kind && t.kind[k.kind]],
      [t.desk.source, k.source && t.source[k.source]],
      [t.desk.foundBy, k.found_by && html`<a id="found-by" href="${pageUrl('inspections')}#inspection=${k.found_by}">${k.found_by}</a>`],
      [t.desk.byTag, (k.tags ?? []).map((tag) => t.tag[tag]).join('、')],
      [t.follow.submitted, time(k.submitted_at)],
      ...this.#deadlines(t, k).map(([name, iso]) => [name, time(iso)]),
      [t.desk.extension, k.extension?.state && html`${t.desk.extensionState[k.extension.state]} · ${time(k.extension.until)}<br>${k.extension.reason}`],
      [t.follow.notice, k.notice?.number && html`<a id="notice" target="_blank" rel="noopener" href=${this.notice}>${k.notice.number}</a>`],
      [t.desk.supporters, k.counters?.supporters],
      [t.desk.contact, this.#contact(t, k)],
    ].filter(([, value]) => value);
    return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  /** Before the notice its clock is the office's own; the unit's begin when it is issued. */
  #deadlines(t, k) {
    const d = k.deadlines ?? {};
    if (k.state === 'submitted') return [[ANSWERED.includes(k.kind) ? t.desk.answerBy : t.desk.dispatchBy, d.sign_by]];
    return k.dispatched_at ? [[t.follow.signBy, d.sign_by], [t.follow.rectifyBy, d.rectify_by]] : [];
  }

  #contact(t, k) {
    const c = k.contact;
    if (!c) return k.anonymous ? t.desk.anonymous : '';
    return html`${c.name ?? ''} ${c.phone ? html`<a href="tel:${c.phone}">${c.phone}</a>` : nothing} ${c.email ?? ''}`;
  }

  #words(t, k) {
    const blocks = [
      [t.fields.requirement, k.notice?.requirement], [t.follow.measures, k.rectification?.measures, k.rectification?.evidence],
      [t.follow.finding, k.finding?.text, k.finding?.evidence], [t.follow.reply, k.reply], [t.follow.reason, k.reason],
      [t.follow.yourWord, k.satisfaction?.comment],
    ].filter(([, text]) => text);
    return blocks.map(([title, text, photos]) => html`<div class="stack tight"><h3>${title}</h3><p class="text">${text}</p>
      <sv-gallery .client=${this.client} of="cases/${k.id}" .ids=${photos}></sv-gallery></div>`);
  }

  #reasons(t, k) {
    if (!k.reasons?.length) return nothing;
    return html`<details><summary>${t.desk.reasons}</summary><ul class="why small">
      ${k.reasons.map((r) => html`<li>${this.pick(r, 'text')}${r.basis ? html` <span class="soft">（${r.basis}）</span>` : nothing}</li>`)}</ul></details>`;
  }

  /** Whoever may say that it is fixed may look with a checklist: what it finds says so. */
  #again(t, k) {
    if (k.state !== 'rectified' || !(k.allowed_actions ?? []).some((a) => a.action === 'verify')) return nothing;
    return html`<p><a class="button" id="again" href="${pageUrl('inspect')}#again=${k.id}">${t.desk.again}</a></p>`;
  }

  render() {
    const t = this.t;
    const k = this.case;
    const lang = this.language;
    return html`<article class="stack">
      <section class="card stack">
        <header class="stack tight"><p class="row small soft"><span class="id">${k.id}</span></p>
          <h2 tabindex="-1">${caseTitle(lang, this.domains, k)}</h2>
          <p class="row">${severityBadge(t, k.severity)}${stateBadge(t, k.state)}${supervisionBadge(t, k.ledger?.supervision)}${dueBadge(t, k)}</p></header>
        <p class="text said">${k.text}</p>
        <sv-gallery id="photos" .client=${this.client} of="cases/${k.id}" .ids=${k.attachments}></sv-gallery>
        <sv-stepper .case=${k}></sv-stepper>
      </section>
      <section class="card stack"><h2>${t.desk.actions}</h2>${this.#again(t, k)}
        <sv-actions .client=${this.client} .case=${k} .domains=${this.domains} .units=${this.units}></sv-actions></section>
      ${k.ledger ? html`<section class="card"><sv-ledger .client=${this.client} .case=${k}></sv-ledger></section>` : nothing}
      <section class="card stack"><h2>${t.desk.details}</h2>${this.#facts(t, k)}${this.#words(t, k)}${this.#reasons(t, k)}</section>
      <section class="card stack"><h2>${t.desk.history}</h2>
        <sv-history links .client=${this.client} .case=${k.id} .version=${k.version} .units=${this.units}></sv-history></section>
    </article>`;
  }

  focus() {
    this.focusOn('h2');
  }
}
customElements.define('sv-case', CaseDetail);
