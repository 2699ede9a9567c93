// Days of a month as the calendar shows them: yyyy-mm-dd, weeks from Monday on. Owns no zone: a
// day is the campus's own date.
import { shiftMonth, toLocal } from './format.js';

const at = (day) => new Date(`${day}T12:00:00Z`);

export function today() {
  return toLocal(Date.now()).slice(0, 10);
}

export function addDays(day, n) {
  return new Date(at(day).getTime() + n * 86_400_000).toISOString().slice(0, 10);
}

/** 0 Monday to 6 Sunday. */
export function weekday(day) {
  return (at(day).getUTCDay() + 6) % 7;
}

export function firstDay(period) {
  return `${period}-01`;
}

export function lastDay(period) {
  return addDays(firstDay(shiftMonth(period, 1)), -1);
}

/** Whole weeks that hold the month: rows of seven days. */
export function weeksOf(period) {
  const weeks = [];
  const last = lastDay(period);
  for (let day = addDays(firstDay(period), -weekday(firstDay(period))); day <= last; day = addDays(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(day, i)));
  }
  return weeks;
}

/** 11月26日 周四; 26 Nov, Thu */
export function dayName(lang, day) {
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'zh-CN', { timeZone: 'UTC', month: lang === 'en' ? 'short' : 'long', day: 'numeric', weekday: 'short' }).format(at(day));
}

/** 2026年11月26日; 26 Nov 2026. */
export function fullDay(lang, day) {
  if (!day) return '';
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'zh-CN', { timeZone: 'UTC', year: 'numeric', month: lang === 'en' ? 'short' : 'long', day: 'numeric' }).format(at(day));
}
