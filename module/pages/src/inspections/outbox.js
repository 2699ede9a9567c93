// Finished checks on their way to the server. Owns when one is sent and when again: at once, when
// the network is back, when somebody looks, after what the server says; and that it is sent once.
// The body goes out under the draft's own key, the same bytes each time while it is not known
// whether they arrived; and only as the user whose draft it is.
// Fires `change` after each step.
import { ApiError } from '../kit/api.js';
import { itemAt, itemsOf, requestOf } from '../scoring/answers.js';
import { takenIn } from './drafts.js';
import { faultOf } from './open-draft.js';

const FIRST_MS = 4000;
const LONGEST_MS = 5 * 60_000;
const PATIENCE_MS = 60_000; // of one request: bad reception may never end it
const PHOTO_MS = 3 * 60_000;
const LOCK = 'supervision-outbox';
const PROOF = /^answers\[\d+\]\.(evidence|note)$/; // refused for want of what a failure needs

/** Alone in all tabs, where the browser can say so; the key keeps it once in any case. */
function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

const patience = () => AbortSignal.timeout?.(PATIENCE_MS);

export class Outbox extends EventTarget {
  sending = ''; // the key of the draft that is on its way
  held = new Set(); // keys of drafts that somebody has taken back to change them
  problem = null; // why nothing goes out: an ApiError, or { code: 'sign_in' | 'other_user' }
  #timer = 0;
  #failures = 0;
  #running = null;
  #wanted = false;
  #onWake = () => { if (document.visibilityState === 'visible') this.kick(); };

  constructor(client, drafts, user) {
    super();
    Object.assign(this, { client, drafts, user });
  }

  start() {
    addEventListener('online', this.#onWake);
    document.addEventListener('visibilitychange', this.#onWake);
    this.kick();
  }

  stop() {
    removeEventListener('online', this.#onWake);
    document.removeEventListener('visibilitychange', this.#onWake);
    clearTimeout(this.#timer);
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }

  /** Takes a draft back; not while it is on its way. */
  hold(key) {
    if (this.sending === key) return false;
    this.held.add(key);
    return true;
  }

  /** It may go again. */
  release(key) {
    this.held.delete(key);
    this.kick();
  }

  /** Sends what waits; one round at a time, and another one when it was asked for meanwhile. */
  async kick() {
    clearTimeout(this.#timer);
    this.#wanted = true;
    this.#running ??= this.#rounds().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #rounds() {
    while (this.#wanted) {
      this.#wanted = false;
      await alone(() => this.#round());
    }
  }

  async #round() {
    try {
      for (const draft of (await this.drafts.of(this.user)).filter((d) => d.state === 'queued').reverse()) {
        await this.#who();
        if (this.held.has(draft.key)) continue;
        this.sending = draft.key;
        this.#tell();
        await this.#send(draft);
      }
      this.problem = null;
      this.#failures = 0;
    } catch (error) {
      this.problem = error;
      this.#again(error);
    }
    this.sending = '';
    this.#tell();
  }

  #again(error) {
    if (!error.temporary) return; // signed out: somebody has to come
    const wait = Math.min(FIRST_MS * 2 ** this.#failures++, LONGEST_MS);
    this.#timer = setTimeout(() => this.kick(), Math.max(wait, (error.retryAfter ?? 0) * 1000));
  }

  /** Who would send it, asked of the server itself and not of what is kept here. */
  async #who() {
    const me = await this.client.get('me', { cache: 'no-store', signal: patience() }).catch((error) => {
      throw error.status === 401 || error.status === 403 ? Object.assign(error, { code: 'sign_in' }) : error;
    });
    if (me.user !== this.user) throw { code: me.user ? 'other_user' : 'sign_in', say: () => '' };
  }

  /** Throws what is temporary; what the server refuses for good opens the draft again. */
  async #send(draft) {
    const checklist = await this.drafts.checklistOf(draft);
    try {
      const found = draft.attempt?.unknown ? await this.#arrived(draft) : null;
      const reply = found ?? await this.#post(await this.#packed(draft, checklist));
      await this.drafts.sent(draft, this.#kept(reply, checklist));
    } catch (error) {
      if (!('status' in error) || error.temporary || error.status === 401) throw error;
      await this.#refused(await this.drafts.get(draft.key), error);
    }
  }

  /** Was it received although no answer came? What cannot be told so, the key will. */
  async #arrived(draft) {
    const query = { domain: draft.domain, unit: draft.unit, from: draft.started_at, limit: 100 };
    const at = Date.parse(draft.started_at);
    try {
      const { inspections = [] } = await this.client.get('inspections', { query, signal: patience() });
      const one = inspections.find((i) => i.inspector === draft.user && i.template === draft.template && Date.parse(i.started_at) === at);
      return one ? await this.client.get(`inspections/${one.id}`, { signal: patience() }) : null;
    } catch (error) {
      if (error.temporary || error.status === 401) throw error;
      return null;
    }
  }

  /** Photos first; then the body, kept before it is sent. */
  async #packed(draft, checklist) {
    if (draft.attempt?.body) return draft;
    const photos = await this.#upload(draft);
    const body = JSON.stringify(requestOf(draft, checklist, (key) => photos.get(key)?.evidence));
    return this.drafts.keep({ ...draft, attempt: { body, unknown: false } });
  }

  async #upload(draft) {
    const photos = await this.drafts.photosOf(draft);
    for (const [item, answer] of Object.entries(draft.answers)) {
      for (const key of answer.photos ?? []) {
        const photo = photos.get(key);
        if (!photo || (photo.evidence && photo.until > Date.now())) continue;
        const { id } = await this.#uploadOne(photo.blob).catch((error) => { throw Object.assign(error, { item }); });
        photos.set(key, takenIn(photo, id));
        await this.drafts.keepPhoto(photos.get(key));
      }
    }
    return photos;
  }

  async #uploadOne(blob) {
    let timer = 0;
    try {
      return await this.client.upload('evidence', blob, { started: (abort) => { timer = setTimeout(abort, PHOTO_MS); } });
    } catch (error) {
      throw error.name === 'AbortError' ? new ApiError({}, 0, 0) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #post(draft) {
    const sent = await this.drafts.keep({ ...draft, attempt: { ...draft.attempt, unknown: true } });
    try {
      return await this.client.post('inspections', sent.attempt.body, { headers: { 'Idempotency-Key': draft.key }, signal: patience() });
    } catch (error) {
      // These say that nothing was done; after anything else it may have been.
      if (error.status === 429 || error.status === 401) await this.drafts.keep({ ...sent, attempt: { ...sent.attempt, unknown: draft.attempt.unknown } });
      throw error;
    }
  }

  /** What this phone shows of the report afterwards. */
  #kept({ id, number, score, raised, case: k, passed }, checklist) {
    const { lines: _, ...rest } = score ?? {};
    const items = new Set((raised ?? []).map((r) => r.item));
    const texts = Object.fromEntries(itemsOf(checklist).filter(({ item }) => items.has(item.code))
      .map(({ item }) => [item.code, { text: item.text, text_en: item.text_en }]));
    return { id, number, score: rest, raised, case: k, passed, texts };
  }

  async #refused(draft, error) {
    const { code, field } = error;
    if (code === 'reference' && field.includes('.evidence') && !draft.uploadedAgain) return this.#uploadAgain(draft);
    const item = error.item ?? (draft.attempt ? itemAt(field, JSON.parse(draft.attempt.body)) : '');
    const failed = item && PROOF.test(field) ? [...new Set([...(draft.failed ?? []), item])] : draft.failed;
    return this.drafts.keep({ ...draft, state: 'open', attempt: undefined, failed, fault: faultOf(error, item) });
  }

  /** The server keeps photos that nothing refers to for a day; this phone has them still. */
  async #uploadAgain(draft) {
    for (const photo of (await this.drafts.photosOf(draft)).values()) await this.drafts.keepPhoto({ ...photo, evidence: '', until: 0 });
    await this.drafts.keep({ ...draft, attempt: undefined, uploadedAgain: true });
    throw new ApiError({}, 0, 0);
  }
}
