// The draft that is open on the page. Owns that every change of it is kept at once, in order;
// its photos; and its move to another edition of the checklist. A reactive controller of a view.
import { ApiError } from './api.js';
import { fitAnswers } from './checklist.js';
import { takenIn } from './drafts.js';

export class OpenDraft {
  draft = null;
  checklist = null;
  photos = new Map();
  saved = ''; // saving, kept, lost, or '' before the first change
  #saving = Promise.resolve();
  #writes = 0;

  constructor(host, drafts) {
    Object.assign(this, { host, drafts });
    host.addController(this);
  }

  hostConnected() {}

  #set(change) {
    Object.assign(this, change);
    this.host.requestUpdate();
  }

  /** The draft of this key, if the user has one: with its checklist and photos while it is not sent. */
  async open(key, user) {
    if (this.draft?.key === key) return this.draft;
    const draft = await this.drafts.get(key);
    if (!draft || draft.user !== user) return null;
    const sent = draft.state === 'sent';
    const [checklist, photos] = sent ? [null, new Map()] : await Promise.all([this.drafts.checklistOf(draft), this.drafts.photosOf(draft)]);
    this.#set({ draft, checklist, photos, saved: '' });
    return draft;
  }

  close() {
    this.#set({ draft: null, checklist: null, photos: new Map() });
  }

  /** As somebody else has kept it: the outbox. */
  take(draft) {
    this.#set({ draft });
  }

  change(change) {
    if (this.draft?.state === 'open') this.put({ ...this.draft, ...change });
  }

  /** Resolves when it is kept; the page goes on meanwhile. */
  put(draft) {
    this.#set({ draft });
    return this.#write(() => this.drafts.keep(draft));
  }

  /** One after the other; what the page says of it is true of all of them. */
  #write(work) {
    const writes = ++this.#writes;
    if (this.saved !== 'lost') this.#set({ saved: 'saving' });
    this.#saving = this.#saving.then(work).then(
      () => { if (writes === this.#writes && this.saved !== 'lost') this.#set({ saved: 'kept' }); },
      () => this.#set({ saved: 'lost' }),
    );
    return this.#saving;
  }

  settled() {
    return this.#saving;
  }

  #keepPhoto(photo) {
    this.#write(() => this.drafts.keepPhoto(photo));
  }

  /** sv-photos tells all of an item's photos: those the server has by id, the others as they are.
   *  What it tells is in place before it is drawn again, or it would take new ones for dropped. */
  photographed({ code, ids, pending }) {
    const answer = this.draft.answers[code] ?? {};
    const before = answer.photos ?? [];
    const photos = new Map(this.photos);
    for (const { key, blob } of pending.filter((p) => !photos.has(p.key))) {
      photos.set(key, { id: key, draft: this.draft.key, blob, evidence: '', until: 0 });
      this.#keepPhoto(photos.get(key));
    }
    const known = ids.map((id) => before.find((key) => photos.get(key)?.evidence === id)).filter(Boolean);
    const keys = [...known, ...pending.map((p) => p.key)];
    for (const key of before.filter((k) => !keys.includes(k))) {
      photos.delete(key);
      this.drafts.removePhoto(key).catch(() => {});
    }
    this.#set({ photos });
    this.change({ answers: { ...this.draft.answers, [code]: { ...answer, photos: keys } } });
  }

  uploaded({ key, id }) {
    const photo = this.photos.get(key);
    if (!photo) return;
    this.#set({ photos: new Map(this.photos).set(key, takenIn(photo, id)) });
    this.#keepPhoto(this.photos.get(key));
  }

  /** Another edition of the checklist, with all answers that still fit; how many do not. */
  async renew(checklist) {
    const { kept: answers, lost } = fitAnswers(this.draft.answers, this.checklist, checklist);
    const id = await this.drafts.keepChecklist(checklist);
    this.#set({ checklist });
    this.change({ answers, checklist: id, failed: undefined, fault: undefined, attempt: undefined });
    return lost.length;
  }

  /** What the server said of it, by item; '' for the whole. */
  faults(t, lang) {
    const fault = this.draft?.fault;
    return fault?.problem ? { [fault.item ?? '']: new ApiError(fault.problem, fault.status, 0).say(t, lang) } : {};
  }
}

/** Of an ApiError, what a draft keeps. */
export function faultOf({ status, code, field, problem }, item = '') {
  return { status, code, field, problem, item };
}
