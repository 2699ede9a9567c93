// A list of cases, page after page. Owns that a short page is filled up: the server looks
// through a bounded part of an index for each page, so that one may be empty and yet not be the
// last.
const PAGE = 30;
const ENOUGH = 10;
const PAGES_MAX = 5;

/** { cases, cursor, unreadable } from `cursor` on; cursor '' when there are no more. `least`: how many cases
 *  there were before, when a list is asked for again. */
export async function listCases(client, query, cursor = '', least = 0) {
  const found = [];
  let unreadable = 0;
  const most = PAGES_MAX + Math.floor(least / PAGE);
  let next = cursor;
  for (let pages = 0; pages < most; pages++) {
    const page = await client.get('cases', { query: { ...query, limit: PAGE, cursor: next } });
    found.push(...(page.cases ?? []));
    unreadable += page.unreadable ?? 0;
    next = page.next_cursor ?? '';
    if (!next || found.length >= Math.max(least, ENOUGH)) break;
  }
  return { cases: found, cursor: next, unreadable };
}
