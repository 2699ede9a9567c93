// The open draft's way into the outbox and out of it again. Owns that it has another state once that
// is kept, and that the page follows what becomes of it there. A reactive controller of the view,
// which has became(draft) and changed().
import { Outbox } from './outbox.js';

export class Sending {
  outbox = null;
  #gone = '';
  #follows = 0;

  constructor(host, work, drafts) {
    Object.assign(this, { host, work, drafts });
    host.addController(this);
  }

  hostDisconnected() {
    this.outbox?.stop();
  }

  begin(client, user) {
    this.outbox = new Outbox(client, this.drafts, user);
    this.outbox.addEventListener('change', () => this.#follow());
  }

  /** The key of the draft that is on its way; also of one that came back, until it is read what became
   *  of it: nobody may change it before. */
  get key() {
    return this.outbox?.sending || this.#gone;
  }

  get signedOut() {
    return this.outbox?.problem?.code === 'sign_in';
  }

  /** Why nothing goes out, in words; '' when nothing keeps it. */
  waiting(t, lang, lasting) {
    const problem = this.outbox?.problem;
    if (!problem) return '';
    if (problem.status === 0) return t.inspect.waits;
    if (problem.code === 'sign_in') return t.inspect.signIn(lasting);
    if (problem.code === 'other_user') return t.inspect.otherUser;
    return problem.say ? problem.say(t, lang) : t.inspect.notKept;
  }

  /** The draft's key once it is kept as finished; '' when it could not be, and it stays open. It goes
   *  out when it is released. */
  finish() {
    return this.work.turn({ state: 'queued', fault: undefined, attempt: undefined });
  }

  release(key) {
    this.outbox.release(key);
  }

  /** Back from the outbox, to be changed: 'open'; 'lost' when that could not be kept, '' when it is on its way. */
  async takeBack() {
    const { key } = this.work.draft;
    if (this.key === key || !this.outbox.hold(key)) return '';
    if (await this.work.turn({ state: 'open', attempt: undefined })) return 'open';
    this.outbox.release(key);
    return 'lost';
  }

  /** Something happened in the outbox: what is on the page follows, from what is kept by then. */
  async #follow() {
    const follow = ++this.#follows;
    this.#gone = this.outbox.sending || this.#gone;
    this.host.requestUpdate();
    try {
      await this.host.changed();
      await this.#read();
    } finally {
      if (follow === this.#follows) {
        this.#gone = this.outbox.sending;
        this.host.requestUpdate();
      }
    }
  }

  async #read() {
    const draft = await this.#written();
    if (draft?.state !== 'queued') return;
    const now = await this.drafts.get(draft.key);
    if (this.work.draft !== draft || !now) return;
    this.work.take(now);
    this.host.became(now);
  }

  /** The open draft, once it is kept as it is here: while one waits for that it may become another one, and
   *  what is kept would then be older than what is here. */
  async #written() {
    for (;;) {
      const { draft } = this.work;
      await this.work.settled();
      if (draft === this.work.draft) return draft;
    }
  }
}
