// What an inspector's phone keeps: drafts of checks, photos as they are, checklists. Owns the
// data base in the browser (IndexedDB), and the fall-back to this page's memory where there is
// none. Must not know what a draft says.
const NAME = 'supervision-inspect';
const AGAIN_MS = 500;
const STORES = { drafts: 'key', photos: 'id', checklists: 'id' };

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openBase() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    for (const [store, keyPath] of Object.entries(STORES)) request.result.createObjectStore(store, { keyPath });
  };
  return answerOf(request);
}

/** A page that a browser laid to sleep while it made the data base keeps every other one from it. One
 *  that listens is ended when it is spoken to: each says that it is here until the data base is open. */
async function awake(work) {
  if (!window.BroadcastChannel) return work();
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = () => {}; // to listen is enough
  const say = () => channel.postMessage('');
  const again = setInterval(say, AGAIN_MS);
  say();
  try {
    return await work();
  } finally {
    clearInterval(again);
    channel.close();
  }
}

class Memory {
  #stores = Object.fromEntries(Object.keys(STORES).map((store) => [store, new Map()]));
  lasting = false;

  async all(store) { return [...this.#stores[store].values()]; }
  async get(store, key) { return this.#stores[store].get(key); }
  async put(store, value) { this.#stores[store].set(value[STORES[store]], value); }
  async remove(store, key) { this.#stores[store].delete(key); }
}

class Base {
  lasting = true;

  constructor(base) {
    this.base = base;
    base.onversionchange = () => base.close();
  }

  #read(store) { return this.base.transaction(store).objectStore(store); }

  /** Resolves when it is written, not before. */
  #write(store, change) {
    const transaction = this.base.transaction(store, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  all(store) { return answerOf(this.#read(store).getAll()); }
  get(store, key) { return answerOf(this.#read(store).get(key)); }
  put(store, value) { return this.#write(store, (s) => s.put(value)); }
  remove(store, key) { return this.#write(store, (s) => s.delete(key)); }
}

let opening;

/** all, get, put, remove over `drafts`, `photos`, `checklists`; lasting: false when only this page has it. */
export function kept() {
  opening ??= (async () => {
    try {
      return new Base(await awake(openBase));
    } catch {
      return new Memory();
    }
  })();
  return opening;
}
