// Reports of inspections: a list page after page, and what of a report is told apart. Owns that a
// short page is filled up, as lists of cases are.
const PAGE = 30;
const ENOUGH = 10;
const PAGES_MAX = 5;

/** { list, cursor, unreadable } from `cursor` on; cursor '' when there are no more. */
export async function listInspections(client, query, cursor = '') {
  const list = [];
  let unreadable = 0;
  let next = cursor;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await client.get('inspections', { query: { ...query, limit: PAGE, cursor: next } });
    list.push(...(page.inspections ?? []));
    unreadable += page.unreadable ?? 0;
    next = page.next_cursor ?? '';
    if (!next || list.length >= ENOUGH) break;
  }
  return { list, cursor: next, unreadable };
}

/** All cases that were made of it, with the report or later. */
export function raisedOf(inspection) {
  return [...(inspection.raised ?? []), ...(inspection.raised_later ?? [])];
}

export function isSelfCheck(inspection) {
  return inspection.tags?.includes('self_check') ?? false;
}

/** How a score is coloured; the words beside it say the same. */
export function lookOf(score) {
  if (!score?.grade) return 'bad';
  const percent = score.percent ?? 0;
  return percent >= 75 ? 'good' : percent >= 60 ? 'serious' : 'bad';
}
