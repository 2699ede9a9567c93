// What evidence a failure needs, and which of it is there. A template, no state of its own.
import { html } from 'lit';

export function evidenceNeeds(t, item, answer, missing) {
  const kinds = item.evidence ?? [];
  if (!kinds.length) return '';
  const said = (kind) => (missing.includes(kind) ? t.inspect.needMissing : t.inspect.needThere);
  return html`<p class="message small ${missing.length ? 'warn' : 'good'}" data-missing=${missing.join(' ')}>${t.inspect.needs}${kinds.map((kind, i) => html`${i ? t.inspect.comma : ''}${missing.includes(kind) ? '' : '✓ '}${t.evidence[kind]}（${said(kind)}）`)}</p>`;
}
