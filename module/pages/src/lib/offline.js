// The inspector's page without a network: its service worker (src/sw.js) registered, and asked to
// keep what may be wanted. Owns that there may be none: a browser has it only for https (and this
// very machine); the page then works all the same while it stays open.
import { answersFor, domainsOf } from './names.js';
import { device } from './storage.js';

const SCRIPT = new URL('sw.js', import.meta.url);
SCRIPT.username = SCRIPT.password = '';
const WARM = 'supervision.warm'; // the edition of the checklists that are kept

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

/** Every checklist that this actor may want, once an edition. */
async function keepChecklists(client, me, units, fresh) {
  if (navigator.connection?.saveData) return false;
  const [lists, domains] = await Promise.all([client.checklists(), client.domains()]);
  const edition = [me.user, ...domains.map((d) => d.digest)].join();
  if (!fresh && device.get(WARM) === edition) return true;
  const own = domainsOf(me, units);
  for (const { domain, template } of lists.filter((l) => answersFor(own, l.domain))) await client.checklist(domain, template);
  device.set(WARM, edition);
  return true;
}

/**
 * What was asked for before the service worker was there is asked for once more, so that it has
 * it. `due`: asks for the occurrences. Resolves to true when all is there for a walk without a
 * network; a failure is another time's.
 */
export async function keepOffline(client, me, due) {
  try {
    const { ready, fresh } = await register(client.base);
    if (!ready) return false;
    if (fresh) {
      await Promise.all(['me', 'domains', 'checklists'].map((path) => client.get(path)));
      await Promise.all(['units', 'places'].map((path) => client.all(path, path)));
      await due();
    }
    return await keepChecklists(client, me, await client.units(), fresh);
  } catch {
    return false; // no network, or not the right
  }
}
