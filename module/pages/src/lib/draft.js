// The report that is not sent yet. Owns its keeping in this tab and the idempotency key: the
// same content keeps its key until the server has it, so that a retry never makes two cases.
// A contact is never kept here.
import { randomToken, tab } from './storage.js';

const DRAFT = 'supervision.draft';
const ATTEMPT = 'supervision.attempt';

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

export const draft = {
  read: () => parse(tab.get(DRAFT)),
  keep: (content) => tab.set(DRAFT, JSON.stringify(content)),
  forget() {
    tab.remove(DRAFT);
    tab.remove(ATTEMPT);
  },
};

/** The key under which this body is, or was, sent. */
export function attemptKey(body) {
  const of = digest(body);
  const last = parse(tab.get(ATTEMPT));
  if (last?.of === of) return last.key;
  const key = randomToken();
  tab.set(ATTEMPT, JSON.stringify({ of, key }));
  return key;
}
