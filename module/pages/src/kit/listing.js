// A list page after page. Owns that a short page is filled up: the server looks through a bounded
// part of an index for each page, so that one may be empty and yet not be the last. Must not know
// what is listed.
import { html, nothing } from 'lit';
import { Loader } from './loader.js';

const PAGE = 30;
const ENOUGH = 10;
const PAGES_MAX = 5;

/** { list, cursor, unreadable } from `cursor` on; cursor '' when there are no more. member: of a page, the
 *  list. `least`: how long the list was before, when it is asked for again. */
export async function pagesOf(client, path, member, query, cursor = '', least = 0) {
  const list = [];
  let unreadable = 0;
  let next = cursor;
  const most = PAGES_MAX + Math.floor(least / PAGE);
  for (let pages = 0; pages < most; pages++) {
    const page = await client.get(path, { query: { ...query, limit: PAGE, cursor: next } });
    list.push(...(page[member] ?? []));
    unreadable += page.unreadable ?? 0;
    next = page.next_cursor ?? '';
    if (!next || list.length >= Math.max(least, ENOUGH)) break;
  }
  return { list, cursor: next, unreadable };
}

/** The list that a view stands on: { list, cursor, unreadable }, and more of it. */
export class Listing extends Loader {
  #pages = async () => ({ list: [] });

  /** pages(cursor): what pagesOf finds from there on. */
  first(pages) {
    this.#pages = pages;
    return this.ask(() => pages(''));
  }

  more() {
    const { list, cursor, unreadable } = this.value;
    return this.ask(async () => {
      const next = await this.#pages(cursor);
      return { list: [...list, ...next.list], cursor: next.cursor, unreadable: unreadable + next.unreadable };
    });
  }

  /** What went wrong, above whatever of the list is there. unreadable(n): the words for records left out. */
  faults(part, again, unreadable) {
    const t = part.t;
    const left = this.value?.unreadable;
    return html`${this.error ? html`<div class="message bad stack tight" role="alert"><p>${this.error.say(t, part.language)}</p>
        <div><button type="button" @click=${again}>${t.common.retry}</button></div></div>` : nothing}
      ${left ? html`<p class="message warn" id="unreadable">${unreadable(left)}</p>` : nothing}`;
  }
}
