// Kinds of cases, and which of their clocks runs. Owns what is answered rather than rectified.
/** Suggestions, praise and questions: answered rather than dispatched. */
export const ANSWERED = ['suggestion', 'praise', 'inquiry'];

/** Kinds that nobody reported: there is no contact, and the receipt is nobody's. */
export const UNREPORTED = ['inspection', 'directive'];

const CLOCKS = {
  submitted: { what: 'dispatch', by: 'sign_by' },
  dispatched: { what: 'sign', by: 'sign_by' },
  rectifying: { what: 'rectify', by: 'rectify_by' },
};

/** The clock that runs now: { at, left, what } or null. */
export function due(k, now = Date.now()) {
  const { what, by } = CLOCKS[k.state] ?? {};
  const at = k.deadlines?.[by];
  if (!at) return null;
  const answer = what === 'dispatch' && ANSWERED.includes(k.kind);
  return { at, what: answer ? 'answer' : what, left: Date.parse(at) - now };
}
