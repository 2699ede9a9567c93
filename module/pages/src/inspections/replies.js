// The replies of the API that the inspector's page has without a network: where the service worker
// keeps them, and which are there. For sw.js too: nothing else may be imported here.
export const REPLIES = 'supervision-inspect-data';

/** Those of these paths below the API of which there is no reply. */
export async function missingReplies(base, paths) {
  const kept = await (await caches.open(REPLIES)).keys();
  const there = new Set(kept.map(({ url }) => new URL(url).pathname));
  return paths.filter((path) => !there.has(new URL(path, base).pathname));
}
