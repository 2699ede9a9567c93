// The ledger of directives: pages of it, and its entry as a form holds it. Owns how lateness is
// said; what is late is the server's word.
import { today } from '../kit/days.js';

const PAGE = 30;
const ENOUGH = 10;
const PAGES_MAX = 5;
const DAY_MS = 86_400_000;

/** { list, cursor, unreadable } from `cursor` on; cursor '' when there are no more. */
export async function listDirectives(client, query, cursor = '') {
  const list = [];
  let unreadable = 0;
  let next = cursor;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await client.get('directives', { query: { ...query, limit: PAGE, cursor: next } });
    list.push(...(page.rows ?? []));
    unreadable += page.unreadable ?? 0;
    next = page.next_cursor ?? '';
    if (!next || list.length >= ENOUGH) break;
  }
  return { list, cursor: next, unreadable };
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
