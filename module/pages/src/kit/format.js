// Times and numbers as people read them. Owns the campus's time zone: what a page shows and
// what a person types are campus time, wherever the browser is.
const ZONE = 'Asia/Shanghai';
const OFFSET = '+08:00'; // China has no summer time
const MINUTE = 60_000;

function formatter(lang, options) {
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'zh-CN', { timeZone: ZONE, ...options });
}

export function dateTime(lang, iso) {
  if (!iso) return '';
  return formatter(lang, {
    year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }).format(new Date(iso));
}

export function shortTime(lang, iso) {
  if (!iso) return '';
  return formatter(lang, {
    month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }).format(new Date(iso));
}

/** The length of a span in its largest unit: 3 天, 5 小时. */
export function span(t, ms) {
  const minutes = Math.max(0, Math.round(Math.abs(ms) / MINUTE));
  if (minutes < 1) return t.time.moment;
  if (minutes < 60) return `${minutes} ${t.time.minutes}`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} ${t.time.hours}`;
  return `${Math.floor(minutes / (24 * 60))} ${t.time.days}`;
}

/** A length in minutes, exactly, in its largest whole unit up to hours: 30 分钟, 24 小时. */
export function lengthOf(t, minutes) {
  return minutes % 60 ? `${minutes} ${t.time.minutes}` : `${minutes / 60} ${t.time.hours}`;
}

export function ago(t, iso, now = Date.now()) {
  const past = now - Date.parse(iso);
  return past < MINUTE ? t.time.now : t.time.ago(span(t, past));
}

/** The beginning of a campus day (yyyy-mm-dd), or of the day after it, as the API has times. */
export function dayStart(day) {
  return day ? new Date(`${day}T00:00:00${OFFSET}`).toISOString() : '';
}

export function dayEnd(day) {
  return day ? new Date(Date.parse(dayStart(day)) + 24 * 60 * MINUTE).toISOString() : '';
}

/** The campus day of a moment, and of the last moment before it. */
export function dayOf(iso) {
  return iso ? toLocal(Date.parse(iso)).slice(0, 10) : '';
}

export function dayBefore(iso) {
  return iso ? toLocal(Date.parse(iso) - 1).slice(0, 10) : '';
}

/** For <input type=datetime-local>, in campus time. */
export function toLocal(ms) {
  const shifted = new Date(ms + 8 * 60 * MINUTE);
  return shifted.toISOString().slice(0, 16);
}

export function fromLocal(value) {
  return value ? new Date(`${value}:00${OFFSET}`).toISOString() : undefined;
}

/** yyyy-mm on the campus now, or `months` away from `period`. */
export function thisMonth() {
  return toLocal(Date.now()).slice(0, 7);
}

export function shiftMonth(period, months) {
  const [year, month] = period.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export function monthName(lang, period) {
  return formatter(lang, { year: 'numeric', month: 'long' }).format(new Date(`${period}-15T12:00:00${OFFSET}`));
}

/** Whole percent, never rounded up to 100 or down to 0 when it is neither. */
export function percent(ratio) {
  const { numerator = 0, denominator = 0 } = ratio ?? {};
  if (!denominator) return null;
  const exact = (numerator / denominator) * 100;
  if (exact > 0 && exact < 1) return 1;
  if (exact < 100 && exact > 99) return 99;
  return Math.round(exact);
}

/** Characters as the server counts them: code points. */
export function characters(text) {
  return [...text].length;
}

/** Several words as one: 照片、读数; photo, reading. */
export function several(lang, words) {
  return words.filter(Boolean).join(lang === 'en' ? ', ' : '、');
}
