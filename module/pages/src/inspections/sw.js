// The service worker of the inspector's page: opens it without a network, with what it needs to
// go on. Owns two caches: the page's own files as one edition (the build names them), and the
// last replies to a few GETs that say what is to be checked. Everything else of the API passes
// by untouched; nothing is kept for another user than the one it was asked by.
/* global EDITION, FILES */
import { REPLIES } from './replies.js';

const SHELL = `supervision-inspect-${EDITION}`;
const PATIENCE_MS = 4000; // how long an old answer waits for a new one
const KEPT_AT = 'Supervision-Kept'; // on an old answer: of when it is

const here = new URL('.', location.href);
const page = new URL('inspect.html', here).pathname;
const files = new Set(FILES.map((name) => new URL(name, here).pathname));
const api = new URL(new URL(location.href).searchParams.get('api') ?? 'api/', here);
const KEPT = /^(me|domains|domains\/[^/]+|units|places|checklists|checklists\/[^/]+\/[^/]+|occurrences)$/;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil((async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(FILES.map((name) => new Request(new URL(name, here), { cache: 'reload' })));
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('supervision-inspect-') && name !== SHELL && name !== REPLIES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

/** What of the API may be kept: its path below the API, or ''. */
function keptPath(url) {
  if (!url.pathname.startsWith(api.pathname)) return '';
  const path = url.pathname.slice(api.pathname.length);
  return KEPT.test(path) ? path : '';
}

/** Occurrences of whatever days are the same list: yesterday's says more than nothing. */
function keyOf(url) {
  const key = new URL(url);
  for (const name of ['from', 'to']) key.searchParams.delete(name);
  return key.href;
}

async function shell(path, request) {
  const cache = await caches.open(SHELL);
  return (await cache.match(new URL(path, here), { ignoreVary: true })) ?? fetch(request);
}

/** Somebody else has signed in: what was kept for the one before goes. */
async function keep(url, path, response) {
  if (path === 'me') {
    const before = await (await caches.open(REPLIES)).match(keyOf(url), { ignoreVary: true });
    const [was, is] = await Promise.all([before?.json(), response.clone().json()]);
    if (was && (was.user !== is.user || was.role !== is.role || was.unit !== is.unit)) await caches.delete(REPLIES);
  }
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  const copy = new Response(await response.blob(), { status: response.status, headers });
  await (await caches.open(REPLIES)).put(keyOf(url), copy);
}

/** As a request of the worker's own: for the page's the browser would ask for a password in the
 *  middle of whatever somebody is doing, even of what the outbox does by itself. */
function fromNetwork({ url, headers, cache }) {
  return fetch(url, { headers, cache, credentials: 'same-origin' });
}

const later = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function networkFirst(event, url, path) {
  const live = fromNetwork(event.request).then(async (response) => {
    if (response.ok) await keep(url, path, response.clone()).catch(() => {}); // full, perhaps
    return response;
  });
  event.waitUntil(live.catch(() => {}));
  const old = await (await caches.open(REPLIES)).match(keyOf(url), { ignoreVary: true });
  if (!old) return live;
  const fresh = await Promise.race([live, later(PATIENCE_MS)]).catch(() => null);
  return fresh && fresh.status < 500 && fresh.status !== 429 ? fresh : old;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    // With a query it is a way to the server itself: it alone can ask for a password.
    if (url.pathname === page && !url.search) event.respondWith(shell('inspect.html', request));
  } else if (files.has(url.pathname)) {
    event.respondWith(shell(url.pathname, request));
  } else {
    const path = keptPath(url);
    if (path) event.respondWith(request.cache === 'no-store' ? fromNetwork(request) : networkFirst(event, url, path));
  }
});
