// Names of domains, categories, units and places in the reader's language. Owns the look-up;
// the server's own names (Chinese) are the fallback.
import { pick } from './i18n.js';

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
