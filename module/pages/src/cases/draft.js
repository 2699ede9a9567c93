// The report that is not sent yet. Owns its keeping in this tab and the idempotency key: the
// same content keeps its key until the server has it, so that a retry never makes two cases.
// A contact is never kept here. The desk's draft is not the public's: each has a name.
import { randomToken, tab } from '../kit/storage.js';

/** Two 32-bit FNV-1a sums: enough to tell whether the content is still the same. */
function digest(text) {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  return `${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}-${text.length}`;
}

function parse(text) {
  try {
    return JSON.parse(text) ?? null;
  } catch {
    return null;
  }
}

export class Draft {
  constructor(name = '') {
    this.draft = `supervision.draft${name && `.${name}`}`;
    this.attempt = `supervision.attempt${name && `.${name}`}`;
  }

  read() {
    return parse(tab.get(this.draft));
  }

  /** Does the tab have it? Else this page alone does. */
  keep(content) {
    return tab.set(this.draft, JSON.stringify(content));
  }

  forget() {
    tab.remove(this.draft);
    tab.remove(this.attempt);
  }

  /** The key under which this body is, or was, sent. */
  attemptKey(body) {
    const of = digest(body);
    const last = parse(tab.get(this.attempt));
    if (last?.of === of) return last.key;
    const key = randomToken();
    tab.set(this.attempt, JSON.stringify({ of, key }));
    return key;
  }
}
