// What stands in a rulebook, as people read it. Owns the reading of its codes; must not know how
// it is laid out.
import { lengthOf } from '../kit/format.js';
import { boundOf, measureName } from './measures.js';

/** 70, ℃: a number with the item's unit. */
export function withUnit(t, value, measure) {
  const unit = measureName(t, measure);
  return unit ? `${value} ${unit}` : String(value);
}

/** ≥ 70 ℃; 0–8 ℃; what a count or a grade is judged by; '' where the code alone judges. */
export function boundsOf(t, item) {
  const low = boundOf(item.at_least);
  const high = boundOf(item.at_most);
  if (item.answer === 'graded' && item.grades) return t.rulebook.grades(item.grades);
  if (item.answer === 'count' && !item.by_code) return t.rulebook.counted(high ?? 0, item.zero_at ?? 0);
  if (low !== undefined && high !== undefined) return withUnit(t, `${low}–${high}`, item.measure);
  if (low !== undefined) return `≥ ${withUnit(t, low, item.measure)}`;
  if (high !== undefined) return `≤ ${withUnit(t, high, item.measure)}`;
  return '';
}

/** The bases that the codes name, in their order. */
export function basesOf(book, codes) {
  return (codes ?? []).map((code) => (book.bases ?? []).find((b) => b.code === code) ?? { code, title: code });
}

/** 《食品安全法》第三十三条 */
export function basisText(lang, basis) {
  const title = (lang === 'en' && basis.title_en) || basis.title || basis.code;
  return lang === 'en' ? [title, basis.clause].filter(Boolean).join(', ') : `《${title}》${basis.clause ?? ''}`;
}

/** A length in minutes in its largest whole unit: 30 分钟, 24 小时, 7 天. */
export function daysOrLess(t, minutes) {
  const day = 24 * 60;
  return minutes >= 3 * day && minutes % day === 0 ? `${minutes / day} ${t.time.days}` : lengthOf(t, minutes);
}

/** All that is written about an item, in one line to search in. */
export function searchText(book, item) {
  const bases = basesOf(book, item.basis).map((b) => `${b.title} ${b.title_en ?? ''} ${b.clause ?? ''}`);
  return [item.code, item.text, item.text_en, item.how, item.how_en, item.at_least?.value, item.at_most?.value, ...bases].join(' ').toLowerCase();
}

/** The sections with those of their items that have every word looked for. */
export function found(book, words) {
  const all = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (item) => all.every((word) => searchText(book, item).includes(word));
  return (book.sections ?? []).map((s) => ({ ...s, items: (s.items ?? []).filter(fits) })).filter((s) => s.items.length || !all.length);
}

export function itemsOf(book) {
  return (book.sections ?? []).flatMap((s) => s.items ?? []);
}

/** How many items a template has. */
export function sizeOf(book, template) {
  const whole = (book.sections ?? []).filter((s) => template.sections?.includes(s.code)).reduce((n, s) => n + (s.items?.length ?? 0), 0);
  return whole + (template.items?.length ?? 0);
}
