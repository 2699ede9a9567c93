// What evidence a failure needs, and which of it is there. A template, no state of its own.
import { html } from 'lit';

export function evidenceNeeds(t, item, answer, missing) {
  const kinds = item.evidence ?? [];
  if (!kinds.length) return '';
  const said = kinds.map((kind) => t.checklist[missing.includes(kind) ? 'needMissing' : 'needThere'](t.evidence[kind]));
  return html`<p class="message small ${missing.length ? 'warn' : 'good'}" data-missing=${missing.join(' ')}>${t.checklist.needs}${said.join(t.checklist.comma)}</p>`;
}
