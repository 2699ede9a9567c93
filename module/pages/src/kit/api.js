// The one way to the server. Owns addresses, headers and errors; must not know what the pages
// show. A receipt travels in a header alone, never in an address.
import { device } from './storage.js';

const CLOCK = 'supervision.clock'; // how far this device's clock is behind the server's
const CLOCK_MS = 60_000; // less is none
const PAGE = 100; // of a list that is asked for whole

/** What the server, or the way to it, said no with. */
export class ApiError extends Error {
  constructor(problem, status, retryAfter) {
    super(problem.detail || problem.title || String(status));
    this.problem = problem;
    this.status = status; // 0: no answer at all
    this.code = problem.code ?? '';
    this.field = problem.field ?? '';
    this.retryAfter = retryAfter;
  }

  /** Could the same request succeed later, unchanged? */
  get temporary() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The sentence for the reader. */
  say(t, lang) {
    if (this.status === 0) return t.common.offline;
    const p = this.problem;
    const detail = lang === 'en' ? p.detail_en || p.detail : p.detail || p.detail_en;
    const title = lang === 'en' ? p.title_en || p.title : p.title || p.title_en;
    const text = detail || title || this.#plain(t);
    return this.retryAfter > 0 ? `${text}${lang === 'en' ? ' ' : ''}${t.common.retryAfter(this.retryAfter)}` : text;
  }

  /** For an answer that is no problem document: nginx's own, or a proxy's. */
  #plain(t) {
    if (this.status === 429) return t.common.tooMany;
    return this.status >= 500 ? t.common.away : t.common.unreadable;
  }
}

/** Retry-After in seconds: a number or a date; 0 when it says neither. */
function secondsOf(header) {
  if (!header) return 0;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return seconds > 0 ? Math.ceil(seconds) : 0;
}

async function readError(response) {
  const type = response.headers.get('content-type') ?? '';
  let problem = {};
  if (type.includes('json')) problem = await response.json().catch(() => ({}));
  const after = secondsOf(response.headers.get('retry-after')) || problem.retry_after_s || 0;
  return new ApiError(problem, response.status, after);
}

export class Api {
  /**
   * base: the API's prefix, with or without the closing slash. Against location.origin, not the
   * document's address: that one may hold a user and a password, and fetch refuses such a URL.
   */
  constructor(base) {
    this.base = new URL(base.endsWith('/') ? base : `${base}/`, location.origin + location.pathname);
    this.memory = new Map();
  }

  url(path, query = {}) {
    const url = new URL(path, this.base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '' && value !== false) {
        url.searchParams.set(name, value);
      }
    }
    return url.href;
  }

  async send(method, path, { query, body, headers, signal, cache } = {}) {
    const init = { method, headers: { Accept: 'application/json', ...headers }, signal, cache };
    if (body !== undefined) {
      init.headers['Content-Type'] = 'application/json';
      init.body = typeof body === 'string' ? body : JSON.stringify(body);
    }
    let response;
    try {
      response = await fetch(this.url(path, query), init);
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new ApiError({}, 0, 0);
    }
    this.#setClock(response);
    if (!response.ok) throw await readError(response);
    try {
      return await response.json();
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new ApiError({}, response.status, 0);
    }
  }

  /** A phone's clock may be wrong by more than the server takes; an old reply tells no time. */
  #setClock({ headers }) {
    const at = headers.has('supervision-kept') ? NaN : Date.parse(headers.get('date'));
    if (Number.isNaN(at)) return;
    const off = Math.abs(at - Date.now()) < CLOCK_MS ? 0 : at - Date.now();
    if (off !== this.#clockOff()) device.set(CLOCK, String(off));
  }

  #clockOff() {
    return Number(device.get(CLOCK)) || 0;
  }

  /** Now, by the server's clock as it was told last. */
  now() {
    return new Date(Date.now() + this.#clockOff());
  }

  get(path, options) {
    return this.send('GET', path, options);
  }

  post(path, body, options) {
    return this.send('POST', path, { ...options, body });
  }

  put(path, body, options) {
    return this.send('PUT', path, { ...options, body });
  }

  /**
   * Sends a file as the whole body. By XMLHttpRequest, which tells how much of it is gone:
   * progress is called with 0 to 1. abort (a function of options.started) ends it.
   */
  upload(path, blob, { progress = () => {}, started = () => {} } = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', this.url(path));
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('Content-Type', blob.type || 'application/octet-stream');
      request.responseType = 'arraybuffer';
      request.upload.onprogress = (e) => { if (e.lengthComputable) progress(e.loaded / e.total); };
      request.onerror = () => reject(new ApiError({}, 0, 0));
      request.onabort = () => reject(new DOMException('', 'AbortError'));
      request.onload = () => {
        const headers = ['content-type', 'retry-after'].filter((name) => request.getResponseHeader(name))
          .map((name) => [name, request.getResponseHeader(name)]);
        const response = new Response(request.response, { status: request.status, headers });
        if (!response.ok) readError(response).then(reject);
        else response.json().then(resolve, () => reject(new ApiError({}, response.status, 0)));
      };
      started(() => request.abort());
      request.send(blob);
    });
  }

  /** The bytes of a file that only a header opens. */
  async blob(path, { query, headers, signal } = {}) {
    let response;
    try {
      response = await fetch(this.url(path, query), { headers, signal });
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new ApiError({}, 0, 0);
    }
    if (!response.ok) throw await readError(response);
    return response.blob();
  }

  /** What changes seldom is asked for once a page; a failure is not remembered. */
  once(key, load) {
    if (!this.memory.has(key)) {
      const loading = load();
      loading.catch(() => this.memory.delete(key));
      this.memory.set(key, loading);
    }
    return this.memory.get(key);
  }

  /** The address of the first page of a list, as all() asks for it. */
  firstPage(path) {
    return this.url(path, { limit: PAGE });
  }

  async all(path, member, query) {
    const found = [];
    let cursor = '';
    do {
      const page = await this.get(path, { query: { ...query, limit: PAGE, cursor } });
      found.push(...(page[member] ?? []));
      cursor = page.next_cursor ?? '';
    } while (cursor);
    return found;
  }

  /** Who the server takes this actor for. */
  me() {
    return this.once('me', () => this.get('me'));
  }

  domains() {
    return this.once('domains', async () => (await this.get('domains')).domains ?? []);
  }

  /** One domain with its terms, which the list of them leaves out. */
  domain(name) {
    return this.once(`domains/${name}`, () => this.get(`domains/${encodeURIComponent(name)}`));
  }

  checklists() {
    return this.once('checklists', async () => (await this.get('checklists')).checklists ?? []);
  }

  /** Asked for each time: it is what an answer has to fit. */
  checklist(domain, template) {
    return this.get(`checklists/${encodeURIComponent(domain)}/${encodeURIComponent(template)}`);
  }

  places() {
    return this.once('places', async () => (await this.all('places', 'places')).filter((p) => !p.retired));
  }

  /** Retired ones too: old cases still name them. */
  units() {
    return this.once('units', () => this.all('units', 'units'));
  }
}

/** The headers that show a receipt. */
export function withReceipt(receipt) {
  return receipt ? { 'Supervision-Receipt': receipt } : {};
}
