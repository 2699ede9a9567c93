// The draft that is open on the page. Owns that every change of it is kept at once, in order;
// its photos; and its move to another edition of the checklist. A reactive controller of a view.
import { ApiError } from '../kit/api.js';
import { fitAnswers } from '../scoring/answers.js';
import { takenIn } from './drafts.js';

export class OpenDraft {
  draft = null;
  checklist = null;
  photos = new Map(); // by key, as in drafts.js, and `saved`: saving, kept or lost, with the draft that names it
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
    for (const photo of photos.values()) photo.saved = 'kept';
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
    return this.draft?.state === 'open' ? this.put({ ...this.draft, ...change }) : this.#saving;
  }

  /** Resolves when it is kept; the page goes on meanwhile. */
  put(draft) {
    this.#set({ draft });
    return this.#write(() => this.drafts.keep(draft));
  }

  /** Into another state: resolves to its key once that is kept, with all that was written before; to '' when
   *  something of it is lost, and it stays as it was. The draft is turned at once, so that no change slips
   *  in, and may be closed meanwhile: only where it is still open is it put back. */
  async turn(change) {
    const { draft } = this;
    if (this.saved === 'lost') return '';
    const turned = { ...draft, ...change };
    let key = '';
    this.#set({ draft: turned });
    await this.#write(async () => {
      if (this.saved === 'lost') throw new Error('what came before is lost');
      await this.drafts.keep(turned);
      key = turned.key;
    });
    if (!key && this.draft === turned) this.take(draft);
    return key;
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

  /** In the page at once, and on its way to the phone. */
  #takePhotos(taken) {
    const photos = new Map(this.photos);
    for (const photo of taken) {
      photos.set(photo.id, photo);
      const { saved: _, ...record } = photo;
      this.#write(() => this.drafts.keepPhoto(record));
    }
    this.#set({ photos });
  }

  /** All that was written before is there, or something of it is lost: of a photo that has changed
   *  meanwhile that is not for these writes to say. */
  #photosWritten(taken) {
    const photos = new Map(this.photos);
    const saved = this.saved === 'lost' ? 'lost' : 'kept';
    for (const photo of taken) if (photos.get(photo.id) === photo) photos.set(photo.id, { ...photo, saved });
    this.#set({ photos });
  }

  /** After the draft that no longer names it, if that is kept. When it does not go, nothing is lost: a photo
   *  that no draft names lies there until the draft itself goes. */
  #removePhoto(key) {
    this.#write(async () => {
      if (this.saved !== 'lost') await this.drafts.removePhoto(key).catch(() => {});
    });
  }

  #dropPhotos(keys) {
    const photos = new Map(this.photos);
    for (const key of keys) photos.delete(key);
    this.#set({ photos });
  }

  /** sv-photos tells all of an item's photos: those the server has by id, the others as they are.
   *  What it tells is in place before it is drawn again, or it would take new ones for dropped. A
   *  photo is written before the draft that names it and goes after the draft that no longer does:
   *  whatever comes between, no draft names what is not there. */
  async photographed({ code, ids, pending }) {
    const answer = this.draft.answers[code] ?? {};
    const before = answer.photos ?? [];
    const taken = pending.filter((p) => !this.photos.has(p.key))
      .map(({ key, blob }) => ({ id: key, draft: this.draft.key, blob, evidence: '', until: 0, saved: 'saving' }));
    this.#takePhotos(taken);
    const known = ids.map((id) => before.find((key) => this.photos.get(key)?.evidence === id)).filter(Boolean);
    const keys = [...known, ...pending.map((p) => p.key)];
    const dropped = before.filter((k) => !keys.includes(k));
    this.#dropPhotos(dropped);
    const written = this.change({ answers: { ...this.draft.answers, [code]: { ...answer, photos: keys } } });
    for (const key of dropped) this.#removePhoto(key);
    await written;
    this.#photosWritten(taken);
  }

  /** The draft that names it is on its way before this, or written. */
  async uploaded({ key, id }) {
    const photo = this.photos.get(key);
    if (!photo) return;
    const taken = { ...takenIn(photo, id), saved: 'saving' };
    this.#takePhotos([taken]);
    await this.settled();
    this.#photosWritten([taken]);
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
