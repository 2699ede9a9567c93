// Words of inspections that the staff's views share.
export default {
  check: {
    daily: 'Daily self-check', weekly: 'Weekly key check', comprehensive: 'Comprehensive', partial: 'Partial',
    special: 'Special', unannounced: 'Unannounced', reinspection: 'Re-inspection',
  },
  answer: {
    pass_fail: 'pass or fail', graded: 'graded', measured: 'measured', count: 'counted', price: 'price against price',
    sampled_lot: 'sampled lot',
  },
  evidence: { photo: 'photo', note: 'note', reading: 'reading' },
  outcome: { full: 'Full points', partial: 'Points lost', failed: 'Failed', skipped: 'Not applicable' },
  occurrence: { due: 'Due', done: 'Done', late: 'Done late', missed: 'Missed', excused: 'Excused' },
  participant: {
    government: 'government', trade_body: 'trade body', other_office: 'other office', students: 'students',
    staff: 'staff',
  },
  measure: {
    Cel: '°C', g: 'g', kg: 'kg', h: 'h', min: 'min', d: 'days', a: 'years', mm: 'mm', V: 'V', '%': '%', '[pH]': '', 'mg/L': 'mg/L', 'mg/(100.mL)': 'mg/100 mL',
    '{NTU}': 'NTU', '{count}': '',
  },
  limits: {
    between: (least, most, unit) => (least === most ? `must be ${least} ${unit}`.trim() : `must be ${least} to ${most} ${unit}`.trim()),
    least: (n, unit) => `must be at least ${n} ${unit}`.trim(), most: (n, unit) => `must be at most ${n} ${unit}`.trim(),
  },
  score: { points: 'points', noGrade: 'no grade', sections: 'By section', failed: (n) => `${n} failed` },
};
