// Names of domains, categories, units and places in the reader's language. Owns the look-up;
// the server's own names (Chinese) are the fallback.
import { pick } from '../kit/i18n.js';

export function findDomain(domains, code) {
  return domains?.find((d) => d.domain === code);
}

export function findCategory(domains, domain, code) {
  return findDomain(domains, domain)?.categories?.find((c) => c.code === code);
}

export function domainName(lang, domains, thing) {
  return (lang === 'en' && findDomain(domains, thing.domain)?.name_en) ||
    thing.domain_name || pick(lang, findDomain(domains, thing.domain)) || thing.domain || '';
}

export function categoryName(lang, domains, thing) {
  return (lang === 'en' && findCategory(domains, thing.domain, thing.category)?.name_en) ||
    thing.category_name || pick(lang, findCategory(domains, thing.domain, thing.category)) ||
    thing.category || '';
}

/** 餐饮管理 · 食品异物; the domain alone while the case has no category yet. */
export function caseTitle(lang, domains, k) {
  return [domainName(lang, domains, k), categoryName(lang, domains, k)].filter(Boolean).join(' · ');
}

/** A unit's name, or `otherwise`: never its id, which says nothing to people. */
export function unitName(lang, units, id, otherwise = '') {
  return (id && pick(lang, units?.find((u) => u.id === id))) || otherwise;
}

/** The domains whose checks are this actor's: a unit's are those that the register says. */
export function domainsOf(me, units) {
  const own = me?.role === 'unit' ? units?.find((u) => u.id === me.unit)?.domains : null;
  return own?.length ? own : me?.domains ?? [];
}

/** None named, or all: every one. */
export function answersFor(domains, domain) {
  return !domains.length || domains.includes('*') || domains.includes(domain);
}
