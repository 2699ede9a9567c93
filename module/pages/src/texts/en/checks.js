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
};
