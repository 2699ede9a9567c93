// Names of what a rulebook speaks of: severities, checks, answers, evidence, measures and limits.
export default {
  severity: { minor: 'Minor', major: 'Major', serious: 'Serious', critical: 'Critical' },
  check: {
    daily: 'Daily self-check', weekly: 'Weekly key check', comprehensive: 'Comprehensive', partial: 'Partial',
    special: 'Special', unannounced: 'Unannounced', reinspection: 'Re-inspection',
  },
  answer: {
    pass_fail: 'pass or fail', graded: 'graded', measured: 'measured', count: 'counted', price: 'price against price',
    sampled_lot: 'sampled lot',
  },
  evidence: { photo: 'photo', note: 'note', reading: 'reading' },
  measure: {
    Cel: '°C', g: 'g', kg: 'kg', h: 'h', min: 'min', d: 'days', a: 'years', mm: 'mm', V: 'V', '%': '%', '[pH]': '', 'mg/L': 'mg/L', 'mg/(100.mL)': 'mg/100 mL',
    '{NTU}': 'NTU', '{count}': '',
  },
  limits: {
    between: (least, most, unit) => (least === most ? `must be ${least} ${unit}`.trim() : `must be ${least} to ${most} ${unit}`.trim()),
    least: (n, unit) => `must be at least ${n} ${unit}`.trim(), most: (n, unit) => `must be at most ${n} ${unit}`.trim(),
  },
};
