// Checks that are not sent yet, and those just sent: one draft each, with its photos and the
// edition of the checklist that it answers. Owns their life on this phone. A draft belongs to the
// user who began it: another one who signs in here neither sees nor sends it.
// States: open (being answered), queued (finished, to be sent), sent.
import { kept } from './kept.js';
import { randomToken } from '../kit/storage.js';

const SENT_DAYS = 7;
const DAY = 86_400_000;
const UNUSED_MS = DAY - 2 * 3_600_000; // the server keeps a photo that nothing refers to for a day

/** The photo as one that the server has taken in. */
export function takenIn(photo, evidence) {
  return { ...photo, evidence, until: Date.now() + UNUSED_MS };
}

export class Drafts {
  async #base() {
    return (this.base ??= await kept());
  }

  /** Does the phone keep it beyond this page? */
  async lasting() {
    return (await this.#base()).lasting;
  }

  async of(user) {
    const base = await this.#base();
    const all = (await base.all('drafts')).filter((d) => d.user === user);
    const old = all.filter((d) => d.state === 'sent' && d.changed < Date.now() - SENT_DAYS * DAY);
    await Promise.all(old.map((d) => base.remove('drafts', d.key)));
    return all.filter((d) => !old.includes(d)).sort((a, b) => b.changed - a.changed);
  }

  async get(key) {
    return (await this.#base()).get('drafts', key);
  }

  /** The key of the draft is the Idempotency-Key under which it is sent, once and for all. */
  async begin(content, checklist) {
    const draft = {
      key: randomToken(), state: 'open', answers: {}, raise: {},
      participants: [], summary: '', ...content, checklist: await this.keepChecklist(checklist),
    };
    navigator.storage?.persist?.().catch(() => {});
    return this.keep(draft);
  }

  async keep(draft) {
    const changed = { ...draft, changed: Date.now() };
    await (await this.#base()).put('drafts', changed);
    return changed;
  }

  async keepChecklist(checklist) {
    const id = `${checklist.domain}/${checklist.template.code}/${checklist.digest}`;
    await (await this.#base()).put('checklists', { id, checklist });
    return id;
  }

  async checklistOf(draft) {
    return (await (await this.#base()).get('checklists', draft.checklist))?.checklist;
  }

  /** By key: { id, draft, blob, evidence, until }; evidence: its id at the server, good until then. */
  async photosOf(draft) {
    const all = (await (await this.#base()).all('photos')).filter((p) => p.draft === draft.key);
    return new Map(all.map((p) => [p.id, p]));
  }

  async keepPhoto(photo) {
    await (await this.#base()).put('photos', photo);
  }

  async removePhoto(id) {
    await (await this.#base()).remove('photos', id);
  }

  /** Received: what was answered stands in the report, not here. A leftover that cannot be removed
   * does not undo that: the other checks must go too. */
  async sent(draft, reply) {
    const { key, user, domain, template, unit, names, checklist } = draft;
    const done = await this.keep({ key, user, domain, template, unit, names, checklist, state: 'sent', reply });
    await this.#tidy(draft.key).catch(() => {});
    return done;
  }

  async remove(draft) {
    await (await this.#base()).remove('drafts', draft.key);
    await this.#tidy(draft.key);
  }

  /** Photos of that draft, and checklists that no draft answers any more. */
  async #tidy(key) {
    const base = await this.#base();
    const photos = (await base.all('photos')).filter((p) => p.draft === key);
    const drafts = await base.all('drafts');
    const used = new Set(drafts.filter((d) => d.state !== 'sent').map((d) => d.checklist));
    const lists = (await base.all('checklists')).filter(({ id }) => !used.has(id));
    await Promise.all([...photos.map((p) => base.remove('photos', p.id)), ...lists.map((l) => base.remove('checklists', l.id))]);
  }
}
