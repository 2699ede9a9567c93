// The inspector's page without a network: its service worker (sw.js) registered, and asked to
// keep what may be wanted. Owns that there may be none: a browser has it only for https (and this
// very machine); the page then works all the same while it stays open.
import { answersFor, domainsOf } from '../campus/names.js';
import { isKept } from './replies.js';
import { device } from '../kit/storage.js';

const SCRIPT = new URL('sw.js', import.meta.url);
SCRIPT.username = SCRIPT.password = '';
const WARM = 'supervision.warm'; // the edition of the checklists that are kept
const PAGED = ['units', 'places'];
const LISTS = [...PAGED, 'occurrences'];
const NEEDED = ['me', 'domains', 'checklists', ...LISTS]; // beside the checklists themselves

/** { ready, fresh }: does this page open without a network, and was it not so before? */
async function register(api) {
  const workers = navigator.serviceWorker;
  if (!workers) return { ready: false };
  const fresh = !workers.controller;
  const script = new URL(SCRIPT);
  script.searchParams.set('api', api.pathname);
  await workers.register(script, { scope: new URL('inspect.html', SCRIPT).pathname, updateViaCache: 'none' });
  if (fresh) await new Promise((resolve) => { workers.addEventListener('controllerchange', resolve, { once: true }); });
  return { ready: true, fresh };
}

/** Those of these paths of which not all is kept. The days of occurrences are no part of what they are
 *  kept under (sw.js). */
async function missing(client, paths) {
  const there = await Promise.all(paths.map((path) => isKept(LISTS.includes(path) ? client.firstPage(path) : client.url(path))));
  return paths.filter((_, at) => !there[at]);
}

/** The checklists that this actor may want, by their paths. */
async function checklistsOf(client, me) {
  const [lists, units] = await Promise.all([client.checklists(), client.units()]);
  const own = domainsOf(me, units);
  return lists.filter((l) => answersFor(own, l.domain))
    .map(({ domain, template }) => `checklists/${encodeURIComponent(domain)}/${encodeURIComponent(template)}`);
}

/** Asked for once an edition, and again when the browser has let go of one. */
async function keepChecklists(client, me, fresh, wanted) {
  const edition = [me.user, ...(await client.domains()).map((d) => d.digest)].join();
  const gone = fresh || device.get(WARM) !== edition ? wanted : await missing(client, wanted);
  if (gone.length && navigator.connection?.saveData) return;
  for (const path of gone) await client.get(path);
  device.set(WARM, edition);
}

/**
 * What was asked for before the service worker was there is asked for once more, so that it has
 * it. `due`: asks for the occurrences. Resolves to true when all is there for a walk without a
 * network, as what is kept itself says; a failure is another time's.
 */
export async function keepOffline(client, me, due) {
  try {
    const { ready, fresh } = await register(client.base);
    if (!ready) return false;
    const wanted = await checklistsOf(client, me);
    await Promise.all([client.domains(), client.places()]); // on their way already
    for (const path of fresh ? NEEDED : await missing(client, NEEDED)) {
      if (path === 'occurrences') await due();
      else if (PAGED.includes(path)) await client.all(path, path);
      else await client.get(path);
    }
    await keepChecklists(client, me, fresh, wanted);
    return !(await missing(client, [...NEEDED, ...wanted])).length;
  } catch {
    return false; // no network, or not the right
  }
}
