// What a check has around it: who is signed in, names, checklists, what is due, and whether there
// is a network. Owns when each of them is asked for, and again. A reactive controller of the
// view, which has begun(): called once it is known who is here.
import { dayOf } from '../kit/format.js';
import { keepOffline } from './offline.js';

const DAY = 86_400_000;

export class Here {
  me = null;
  domains = null;
  units = null;
  lists = null;
  occurrences = null;
  error = null; // why what is due is not known
  signIn = false;
  online = navigator.onLine;
  lasting = true; // does the phone keep drafts beyond this page?
  prepared = false; // for a walk without a network
  #onNetwork = () => { this.set({ online: navigator.onLine }); if (this.online && !this.me) this.begin(); };
  #onVisible = () => { if (document.visibilityState === 'visible' && this.me) this.due(); };

  constructor(host, drafts) {
    Object.assign(this, { host, drafts });
    host.addController(this);
  }

  hostConnected() {
    for (const name of ['online', 'offline']) addEventListener(name, this.#onNetwork);
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  hostDisconnected() {
    for (const name of ['online', 'offline']) removeEventListener(name, this.#onNetwork);
    document.removeEventListener('visibilitychange', this.#onVisible);
  }

  set(change) {
    Object.assign(this, change);
    this.host.requestUpdate();
  }

  async begin() {
    const { client } = this.host;
    try {
      this.set({ me: await client.me(), error: null });
    } catch (error) {
      this.set({ signIn: [401, 403].includes(error.status), error });
      return;
    }
    if (!this.me.user) {
      this.set({ signIn: true });
      return;
    }
    this.#names(client);
    this.due();
    this.set({ lasting: await this.drafts.lasting() });
    await this.host.begun();
    keepOffline(client, this.me, () => this.due()).then((prepared) => this.set({ prepared }));
  }

  #names(client) {
    client.domains().then((domains) => this.set({ domains }), () => {});
    client.units().then((units) => this.set({ units }), () => {});
    client.checklists().then((lists) => this.set({ lists }), () => {});
    client.places().catch(() => {});
  }

  /** From a week ago, for what is late, to tomorrow, for a morning without reception. */
  async due() {
    const query = { from: dayOf(new Date(Date.now() - 7 * DAY)), to: dayOf(new Date(Date.now() + DAY)) };
    try {
      this.set({ occurrences: await this.host.client.all('occurrences', 'occurrences', query), error: null });
    } catch (error) {
      this.set({ error, signIn: error.status === 401 });
    }
  }
}
