// The receipt, shown once and large. On the desk it is for whoever phoned or came. Emits `another`.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { pageUrl } from '../kit/pages.js';
import { severityBadge } from './badges.js';
import { UNREPORTED } from './kinds.js';

export class Receipt extends Part {
  static properties = { reply: { attribute: false }, staff: { type: Boolean }, said: { state: true } };
  static styles = [Part.styles, css`
    .code {
      font: 600 1.2rem/1.7 ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace; background: var(--well);
      border: 1px dashed var(--line-strong); border-radius: var(--radius-small); padding: 14px 16px; user-select: all; -webkit-user-select: all;
      overflow-wrap: anywhere; letter-spacing: .02em;
    }
    h2 { font-size: 1.5rem; }
    h2:focus { outline: none; }
    .tick { width: 44px; height: 44px; border-radius: 50%; background: var(--good-soft); color: var(--good); display: grid; place-items: center; font-size: 24px; }
    .button, button { flex: 1 1 9rem; }
  `];

  firstUpdated() {
    this.focusOn('h2');
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.reply.receipt);
      this.said = this.t.receipt.copied;
    } catch {
      getSelection().selectAllChildren(this.renderRoot.querySelector('.code'));
      this.said = this.t.receipt.copyFailed;
    }
  }

  #code(t) {
    return html`<div><p class="small soft" id="code-label">${t.receipt.code}</p>
        <p class="code" id="receipt" aria-labelledby="code-label">${this.reply.receipt}</p></div>
      <div class="row"><button type="button" class="primary" @click=${this.#copy}>${t.receipt.copy}</button>
        ${this.staff ? nothing : html`<a class="button" id="follow" href="${pageUrl('follow')}#${this.reply.receipt}">${t.receipt.follow}</a>`}</div>
      <p class="small" role="status">${this.said ?? ''}</p>
      ${this.staff ? nothing : html`<p class="small message warn">${t.receipt.warn}</p>`}`;
  }

  render() {
    const t = this.t;
    const k = this.reply.case;
    const own = UNREPORTED.includes(k.kind); // nobody reported it, so nobody needs the receipt
    const lead = !this.staff ? t.receipt.lead : own ? t.receipt.staffOwn : t.receipt.staffLead;
    return html`<section class="card stack">
      <span class="tick" aria-hidden="true">✓</span>
      <h2 tabindex="-1">${this.staff ? t.receipt.staffTitle : t.receipt.title}</h2>
      ${k.severity === 'critical' && !this.staff ? html`<p class="message bad" id="critical" role="alert">${t.receipt.critical}</p>` : nothing}
      <p class="soft">${lead}</p>
      ${own ? nothing : this.#code(t)}
      <dl class="facts small"><dt>${t.receipt.caseId}</dt><dd>${k.id}</dd>
        <dt>${t.report.domain}</dt><dd>${[k.domain_name, k.category_name].filter(Boolean).join(' · ')} ${severityBadge(t, k.severity)}</dd></dl>
      ${this.staff ? html`<a class="button" id="open-case" href="#case=${k.id}">${t.receipt.openCase}</a>` : nothing}
      <button type="button" class="quiet" id="another" @click=${() => this.emit('another')}>${this.staff ? t.receipt.anotherStaff : t.receipt.another}</button>
    </section>`;
  }
}
customElements.define('sv-receipt', Receipt);
