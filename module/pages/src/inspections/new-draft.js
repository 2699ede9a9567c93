// What a check begins with: what was chosen, by whom, and what the page takes it for until somebody
// says otherwise. Owns which items a re-inspection looks at again, and the name that was signed last.
import { findDomain } from '../campus/names.js';
import { device } from '../kit/storage.js';
import { itemsOf } from '../scoring/answers.js';
import { usualWays } from './ways.js';

const signatureKey = (user) => `supervision.signature.${user}`;

export function keepSignature(user, name) {
  device.set(signatureKey(user), name.trim());
}

/** The item that failed, else those of the case's matter, else all. */
function concerned(checklist, k) {
  const items = itemsOf(checklist).map(({ item }) => item);
  const by = (test) => items.filter(test).map((item) => item.code);
  const own = k.item ? by((item) => item.code === k.item) : [];
  const alike = own.length ? own : by((item) => item.category === k.category);
  return alike.length ? alike : items.map((item) => item.code);
}

/** chosen: domain, template, unit, place, place_detail, occurrence, case; at: now; register: domains, units. */
export function contentOf(chosen, checklist, { me, at, domains, units }) {
  const { domain, template, unit = '', place = '', place_detail = '', occurrence, case: again } = chosen;
  return {
    user: me.user, started_at: at.toISOString(), domain, template, unit, place, place_detail, occurrence: occurrence?.id ?? '', case: again?.id ?? '',
    signature: device.get(signatureKey(me.user)) ?? '',
    tags: usualWays(checklist.template.check, { role: me.role, occurrence, case: again }),
    asked: again ? concerned(checklist, again) : undefined,
    names: {
      domain: findDomain(domains, domain) ?? { name: checklist.domain_name }, template: checklist.template,
      unit: units?.find((u) => u.id === unit) ?? { name: occurrence?.unit_name ?? '' },
    },
  };
}
