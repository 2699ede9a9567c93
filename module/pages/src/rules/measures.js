// Units of measurement and limits: from UCUM, as rulebooks have them, to what people write.

/** A limit may be 0, which the wire leaves out. */
export function boundOf(bound) {
  return bound ? bound.value ?? 0 : undefined;
}

/** '' for bare counts; a code that has no name here stands for itself. */
export function measureName(t, code) {
  return t.measure[code] ?? code ?? '';
}

/** What is allowed, in words: 应不低于 70 ℃. */
export function limitsOf(t, item) {
  const unit = measureName(t, item.measure);
  const least = boundOf(item.at_least);
  const most = boundOf(item.at_most) ?? (item.answer === 'count' ? 0 : undefined);
  if (item.answer === 'count' && most === 0) return t.limits.between(0, 0, unit);
  if (least !== undefined && most !== undefined) return t.limits.between(least, most, unit);
  if (least !== undefined) return t.limits.least(least, unit);
  return most === undefined ? '' : t.limits.most(most, unit);
}
