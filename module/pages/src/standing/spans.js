// Spans of months that a standing is asked for. Owns what a term is: the school year's halves,
// September to January and February to July.
import { shiftMonth, thisMonth } from '../kit/format.js';

const MONTHS_MAX = 24; // the server's own limit

/** The three terms that have begun last, newest first: { name, from, to }. */
function terms(t, now) {
  const [year, month] = now.split('-').map(Number);
  const begun = [];
  for (let y = year; y > year - 3; y--) {
    if (y < year || month >= 9) begun.push({ code: `autumn-${y}`, name: t.standing.autumn(y), from: `${y}-09`, to: `${y + 1}-01` });
    if (y < year || month >= 2) begun.push({ code: `spring-${y}`, name: t.standing.spring(y), from: `${y}-02`, to: `${y}-07` });
  }
  return begun.slice(0, 3).map((term) => ({ ...term, to: term.to > now ? now : term.to }));
}

export function spansOf(t, now = thisMonth()) {
  return [
    { code: 'half', name: t.standing.spans.half, from: shiftMonth(now, -5), to: now },
    { code: 'year', name: t.standing.spans.year, from: shiftMonth(now, -11), to: now },
    { code: 'month', name: t.standing.spans.month, from: now, to: now },
    { code: 'last', name: t.standing.spans.last, from: shiftMonth(now, -1), to: shiftMonth(now, -1) },
    ...terms(t, now),
  ];
}

/** The months that one can choose, newest first. */
export function monthsBack(now = thisMonth()) {
  return Array.from({ length: 36 }, (_, i) => shiftMonth(now, -i));
}

export function isSpan(from, to) {
  return from <= to && shiftMonth(from, MONTHS_MAX - 1) >= to;
}
