// Occurrences of the calendar: asked for, told apart, put into words. Owns what a check that is
// still due is called as time passes.
import { dayOf, shortTime } from '../kit/format.js';

export function occurrencesOf(client, query) {
  return client.all('occurrences', 'occurrences', query);
}

const PHASES = ['missed', 'overdue', 'due', 'upcoming', 'late', 'done', 'excused'];

/** The state, and of what is due whether its time has come or is over. */
export function phaseOf(o, now = Date.now()) {
  if (o.state !== 'due') return o.state;
  if (now < Date.parse(o.from)) return 'upcoming';
  return now > Date.parse(o.to) ? 'overdue' : 'due';
}

export function phaseWord(t, phase) {
  return t.occurrence[phase] ?? t.calendar[phase];
}

/** What asks for somebody first, then by time. */
export function byUrgency(a, b) {
  return PHASES.indexOf(phaseOf(a)) - PHASES.indexOf(phaseOf(b)) || a.from.localeCompare(b.from) || a.id.localeCompare(b.id);
}

export function groupByDay(occurrences) {
  const days = new Map();
  for (const o of occurrences) {
    const day = dayOf(o.from);
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(o);
  }
  return days;
}

/** 06:00—20:00, with the days where the window is longer than one. */
export function windowText(t, lang, o) {
  const [from, to] = [shortTime(lang, o.from), shortTime(lang, o.to)];
  const sameDay = dayOf(o.from) === dayOf(new Date(Date.parse(o.to) - 1).toISOString());
  const end = Date.parse(o.to);
  const midnight = dayOf(o.to) !== dayOf(new Date(end - 1).toISOString());
  if (!sameDay) return t.calendar.between(from, midnight ? `${shortTime(lang, new Date(end - 60_000).toISOString()).split(' ')[0]} 24:00` : to);
  return t.calendar.between(from, midnight ? '24:00' : to.split(' ').pop());
}

/** Does its window end on another day than it begins? */
export function isLong(o) {
  return dayOf(o.from) !== dayOf(new Date(Date.parse(o.to) - 1).toISOString());
}
