// Small marks of a case: severity, state, deadline. Templates, no state of their own.
import { html, nothing } from 'lit';
import { span } from '../kit/format.js';
import { due } from './kinds.js';

const STATE_LOOK = { verified: 'good', closed: 'good', rejected: 'bad' };

export function severityBadge(t, severity) {
  if (!severity) return nothing;
  return html`<span class="badge ${severity}">${t.severity[severity] ?? severity}</span>`;
}

export function stateBadge(t, state) {
  return html`<span class="badge ${STATE_LOOK[state] ?? ''}">${t.state[state] ?? state}</span>`;
}

const SUPERVISION_LOOK = { on_track: 'major', late: 'late', urged: 'serious', done: 'good' };

/** Where a directive stands. */
export function supervisionBadge(t, supervision) {
  if (!supervision) return nothing;
  return html`<span class="badge ${SUPERVISION_LOOK[supervision] ?? ''}">${t.directives.supervision[supervision] ?? supervision}</span>`;
}

/** The running deadline as the time left or over. */
export function dueBadge(t, k, now) {
  const d = due(k, now);
  if (!d) return nothing;
  const text = d.left < 0 ? t.desk.overdueBy(span(t, d.left)) : t.desk.dueIn(span(t, d.left));
  const look = d.left < 0 ? 'late' : d.left < 4 * 3_600_000 ? 'serious' : '';
  return html`<span class="badge ${look}">${t.desk[d.what]} · ${text}</span>`;
}
