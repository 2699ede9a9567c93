// The plan's ways of supervision 监督方式: pairs of which a check is one or the other, and two
// that stand alone. Owns what a check is taken for until somebody says otherwise.
export const PAIRS = [
  ['internal', 'from_complaint'], ['comprehensive', 'partial'], ['from_above', 'self_check'],
  ['regular', 'irregular'], ['open_visit', 'covert_visit'],
];
export const ALONE = ['tracking', 'joint'];

const REGULAR = ['daily', 'weekly'];

/** check: of the template; facts: role, occurrence (or nothing), case (of a re-inspection). */
export function usualWays(check, { role, occurrence, case: k }) {
  const covert = (check === 'unannounced' || occurrence?.covert) && role !== 'unit';
  const tags = [
    k && k.kind !== 'inspection' && k.kind !== 'directive' ? 'from_complaint' : 'internal',
    check === 'comprehensive' ? 'comprehensive' : 'partial',
    occurrence || REGULAR.includes(check) ? 'regular' : 'irregular',
    covert ? 'covert_visit' : 'open_visit',
  ];
  if (role === 'unit') tags.push('self_check');
  if (k) tags.push('tracking');
  return tags;
}

/** The tags with `tag` chosen of its pair, or none of the pair when tag is ''. */
export function choose(tags, pair, tag) {
  const others = tags.filter((t) => !pair.includes(t));
  return tag ? [...others, tag] : others;
}

export function toggle(tags, tag, on) {
  return on ? [...tags.filter((t) => t !== tag), tag] : tags.filter((t) => t !== tag);
}
