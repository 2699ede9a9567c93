// Periods and schedules, told apart by a table: how each is listed, typed in, and put. Owns what
// a form's fields are; must not know how they are asked for or drawn.
import { basesOf, basisText, daysOrLess } from '../rules/rules.js';
import { findDomain, unitName } from '../campus/names.js';

const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const one = (list, id) => list?.find((thing) => thing.id === id);

/** An id that nobody has yet, from words of it. */
function idFrom(words, taken) {
  const base = words.filter(Boolean).join('-').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 44);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

const named = (t) => [
  { name: 'name', label: t.calendar.name, max: 40, required: true },
  { name: 'name_en', label: t.calendar.nameEn, max: 80 },
];

/** p: the part that asks, with its texts, domains, units, places and checklists. */
export const PERIODS = {
  path: 'periods', member: 'periods', add: 'newPeriod', edit: 'editPeriod', none: 'noPeriods',
  start: () => ({ kind: 'term_start', times: 2 }),
  sort: (a, b) => b.from.localeCompare(a.from),
  values: (r) => ({ ...r, times: r.times || 1 }),
  id: (body, taken) => idFrom([body.kind?.replace('_', '-'), body.from], taken),
  fields: (t, p) => [
    ...named(t),
    { name: 'kind', label: t.calendar.kind, widget: 'select', options: Object.entries(t.calendar.periodKind), required: true },
    { name: 'times', label: t.calendar.times, widget: 'select', as: Number, options: [1, 2, 3, 4].map((n) => [n, t.calendar.timesOf(n)]), when: (v) => !v.paused, required: true },
    { name: 'from', label: t.calendar.from, widget: 'day', required: true },
    { name: 'to', label: t.calendar.to, widget: 'day', required: true },
    { name: 'domains', label: t.calendar.domains, widget: 'many', hint: t.calendar.domainsHint, options: (p.domains ?? []).map((d) => [d.domain, p.pick(d)]) },
    { name: 'deadline_percent', label: t.calendar.deadline, widget: 'number', min: 10, most: 100, hint: t.calendar.deadlineHint },
    { name: 'paused', label: t.calendar.paused, widget: 'check' },
  ],
  tags: (t, r) => [t.calendar.periodKind[r.kind]],
  facts: (t, p, r) => [
    [t.calendar.days, t.calendar.between(r.from, r.to)],
    [t.calendar.domains, r.domains?.length ? r.domains.map((d) => p.pick(findDomain(p.domains, d)) || d).join('、') : t.calendar.allDomains],
    [t.calendar.times, r.paused ? t.calendar.paused : t.calendar.timesOf(r.times ?? 1)],
    [t.calendar.deadline, r.deadline_percent ? t.calendar.deadlineOf(r.deadline_percent) : t.calendar.asUsual],
  ],
};

function often(t, s) {
  if (s.every === 'day') return t.calendar.everyDay(s.working_days);
  if (s.every === 'week') return t.calendar.everyWeek(t.calendar.weekday(t.calendar.weekdays[(s.last_day ?? 1) - 1]));
  return t.calendar.everyMonth(s.last_day ?? 1);
}

/** A rulebook's schedule names a basis by its code, the campus's own in words. */
function basisOf(p, r) {
  if (!r.built_in || !r.basis) return r.basis ?? '';
  return basisText(p.language, basesOf(p.rules?.[r.domain] ?? {}, [r.basis])[0]);
}

export const SCHEDULES = {
  path: 'schedules', member: 'schedules', add: 'newSchedule', edit: 'editSchedule', none: 'noSchedules',
  start: () => ({ by: 'self', every: 'day', from_min: 360, to_min: 1200, late: 12 }),
  sort: (a, b) => a.domain.localeCompare(b.domain) || a.id.localeCompare(b.id),
  values: (r, p) => ({ ...r, from_min: r.from_min ?? 0, to_min: r.to_min ?? 0, late: (r.late_min ?? 0) / 60, basis: basisOf(p, r) }),
  body: (body, values) => {
    const { late, ...rest } = body;
    return { ...rest, late_min: Math.round(Number(values.late || 0) * 60) };
  },
  id: (body, taken) => idFrom([body.domain, body.template, body.every], taken),
  fields: (t, p) => [
    ...named(t),
    { name: 'domain', label: t.calendar.domain, widget: 'select', required: true, options: (p.domains ?? []).map((d) => [d.domain, p.pick(d)]) },
    { name: 'template', label: t.calendar.template, widget: 'select', required: true, options: (v) => (p.checklists ?? []).filter((c) => c.domain === v.domain).map((c) => [c.template, p.pick(c)]) },
    { name: 'unit', label: t.calendar.unit, widget: 'select', required: true, options: (p.units ?? []).filter((u) => !u.retired).map((u) => [u.id, p.pick(u)]) },
    { name: 'place', label: t.calendar.place, widget: 'select', blank: t.calendar.anyPlace, options: (p.places ?? []).map((x) => [x.id, p.pick(x)]) },
    { name: 'by', label: t.calendar.by, widget: 'select', required: true, options: ['self', 'office'].map((by) => [by, t.calendar[by]]) },
    { name: 'every', label: t.calendar.every, widget: 'select', required: true, options: Object.entries(t.calendar.everyOf) },
    { name: 'last_day', label: t.calendar.lastDayWeek, widget: 'select', as: Number, required: true, when: (v) => v.every === 'week', options: t.calendar.weekdays.map((d, i) => [i + 1, t.calendar.weekday(d)]) },
    { name: 'last_day', label: t.calendar.lastDayMonth, widget: 'number', min: 1, most: 31, required: true, hint: t.calendar.lastDayHint, when: (v) => v.every === 'month' },
    { name: 'from_min', label: t.calendar.fromMin, widget: 'clock', required: true },
    { name: 'to_min', label: t.calendar.toMin, widget: 'clock', required: true },
    { name: 'late', label: t.calendar.lateMin, widget: 'number', hint: t.calendar.lateHint },
    { name: 'basis', label: t.calendar.basis, max: 120, hint: t.calendar.basisHint },
    { name: 'working_days', label: t.calendar.workingDays, widget: 'check', when: (v) => v.every === 'day' },
    { name: 'covert', label: t.calendar.covert, widget: 'check', when: (v) => v.by === 'office' },
  ],
  tags: (t, r) => [t.calendar[r.by], r.covert && t.calendar.covert, r.built_in && t.calendar.builtIn],
  facts: (t, p, r) => [
    [t.calendar.domain, p.pick(findDomain(p.domains, r.domain)) || r.domain],
    [t.calendar.template, p.pick((p.checklists ?? []).find((c) => c.domain === r.domain && c.template === r.template)) || r.template],
    [t.calendar.unit, unitName(p.language, p.units, r.unit, r.unit)],
    [t.calendar.place, r.place && (p.pick(one(p.places, r.place)) || r.place)],
    [t.calendar.every, `${often(t, r)} · ${t.calendar.between(clock(r.from_min ?? 0), clock(r.to_min ?? 0))}`],
    [t.calendar.late_, r.late_min && daysOrLess(t, r.late_min)],
    [t.calendar.basis, basisOf(p, r)],
  ],
};
