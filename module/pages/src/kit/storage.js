// What is kept on this device (local) and in this tab (session). Owns the fallback to memory:
// a browser may refuse storage altogether, and the pages work then all the same.
function over(name) {
  const memory = new Map();
  return {
    get(key) {
      try {
        return window[name].getItem(key) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    /** Is it kept beyond this page? */
    set(key, value) {
      memory.set(key, value);
      try {
        window[name].setItem(key, value);
        return true;
      } catch {
        return false; // memory has it
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        window[name].removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}

export const device = over('localStorage');
export const tab = over('sessionStorage');

/** 128 random bits as hex. Not crypto.randomUUID, which plain http does not have. */
export function randomToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

/** One token for this device: what makes a second 附议 the same one. */
export function deviceToken() {
  const key = 'supervision.device';
  const kept = device.get(key);
  if (kept) return kept;
  const token = randomToken();
  device.set(key, token);
  return token;
}
