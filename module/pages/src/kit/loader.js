// A question to the server that a view stands on: its answer, whether it is being asked, what
// went wrong. Owns that the newest question wins; must not know what is asked.
import { html } from 'lit';

export class Loader {
  #asked = 0;

  constructor(host) {
    this.host = host;
    this.forget();
  }

  forget() {
    this.#asked += 1;
    Object.assign(this, { value: null, error: null, busy: false });
    this.host.requestUpdate();
  }

  /** The answer, or undefined when it failed or a newer question was asked meanwhile. */
  async ask(question) {
    this.#asked += 1;
    const of = this.#asked;
    this.busy = true;
    this.host.requestUpdate();
    let value;
    try {
      value = await question();
      if (of !== this.#asked) return undefined;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (of !== this.#asked) return undefined;
      this.error = error;
    }
    this.busy = false;
    this.host.requestUpdate();
    return value;
  }

  /** What stands in a part's place until the answer is there; null once it is. */
  waiting(part, again) {
    const t = part.t;
    if (this.error) {
      return html`<div class="card stack"><p class="message warn" role="alert">${this.error.say(t, part.language)}</p>
        <div><button type="button" @click=${again}>${t.common.retry}</button></div></div>`;
    }
    return this.value ? null : html`<p class="card soft" role="status">${t.common.loading}</p>`;
  }
}
