// The ledger of directives: pages of it, and its entry as a form holds it. Owns how lateness is
// said; what is late is the server's word.
import { today } from '../kit/days.js';
import { pagesOf } from '../kit/listing.js';

const DAY_MS = 86_400_000;

export function listDirectives(client, query, cursor) {
  return pagesOf(client, 'directives', 'rows', query, cursor);
}

/** A milestone's lateness in words, and how it is coloured. over: nobody works on it any more. */
export function latenessOf(t, milestone, over) {
  const late = milestone.days_late ?? 0;
  if (milestone.reached) return late ? { words: t.directives.lateBy(late), look: 'serious' } : { words: t.directives.inTime, look: 'good' };
  if (late) return { words: t.directives.lateNow(late), look: 'late' };
  if (over) return { words: t.directives.dropped, look: '' };
  return { words: t.directives.left(Math.max(0, Math.round((Date.parse(milestone.due) - Date.parse(today())) / DAY_MS))), look: '' };
}

/** All milestones in one line: 节点完成 1/2 · 1 个逾期，最长 3 天. */
export function summaryOf(t, ledger) {
  const n = ledger.milestones?.length ?? 0;
  if (!n) return '';
  const late = ledger.milestones_late ?? 0;
  return [t.directives.reachedOf(ledger.milestones_reached ?? 0, n), late ? t.directives.lateN(late, ledger.days_late) : ''].filter(Boolean).join(' · ');
}

export const EMPTY_LEDGER = { source: '', meeting: '', met_on: '', owner: '', milestones: [{ name: '', due: '' }] };

/** By the day they are due, as the ledger has them; those without a day stay last. */
export function inOrder(ledger) {
  return { ...ledger, milestones: [...ledger.milestones].sort((a, b) => (a.due || '9').localeCompare(b.due || '9')) };
}

/** As the API takes it: what is empty is left out, and named by the server. */
export function ledgerBody(ledger, decided) {
  const body = { decided, milestones: ledger.milestones.map((m) => ({ name: m.name.trim(), due: m.due })) };
  for (const name of ['source', 'meeting', 'met_on', 'owner']) if (ledger[name].trim()) body[name] = ledger[name].trim();
  return body;
}
