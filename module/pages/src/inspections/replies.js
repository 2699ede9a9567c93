// The replies of the API that the inspector's page has without a network: where the service worker
// keeps them, and which are there. For sw.js too: nothing else may be imported here.
export const REPLIES = 'supervision-inspect-data';

/** Is there a reply to this request and, of a list, to those for all further pages? Each page names
 *  the next one. */
export async function isKept(href) {
  const cache = await caches.open(REPLIES);
  const url = new URL(href);
  for (;;) {
    const reply = await cache.match(url.href, { ignoreVary: true });
    if (!reply) return false;
    const { next_cursor: cursor } = await reply.json();
    if (!cursor) return true;
    url.searchParams.set('cursor', cursor);
  }
}
