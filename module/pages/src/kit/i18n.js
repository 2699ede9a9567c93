// Which language the pages speak. Owns the choice; must not know what the texts say.
// A `lang` attribute on a supervision element decides; else what the reader chose on this
// device; else Chinese.
import { device } from './storage.js';

const LANGUAGES = ['zh', 'en'];
const texts = {}; // by language
const KEY = 'supervision.lang';
export const changes = new EventTarget();

function known(lang) {
  const short = (lang ?? '').slice(0, 2).toLowerCase();
  return LANGUAGES.includes(short) ? short : null;
}

/** The supervision element around `element` whose lang attribute binds it, or null. */
export function languageOwner(element) {
  for (let node = element; node; node = node.parentNode ?? node.host) {
    if (node.localName?.startsWith('supervision-') && known(node.getAttribute('lang'))) return node;
  }
  return null;
}

export function languageOf(element) {
  return known(languageOwner(element)?.getAttribute('lang')) ?? known(device.get(KEY)) ?? 'zh';
}

export function chooseLanguage(lang) {
  device.set(KEY, lang);
  changes.dispatchEvent(new Event('change'));
}

/** All words of each language; said once, before anything is drawn: the rooms own them, not the kit. */
export function speak(words) {
  Object.assign(texts, words);
}

export function textsOf(lang) {
  return texts[lang];
}

/** Of a thing with Chinese and English members: the one to show. */
export function pick(lang, thing, member = 'name') {
  if (!thing) return '';
  return (lang === 'en' && thing[`${member}_en`]) || thing[member] || thing[`${member}_en`] || '';
}
