// A checklist being answered, and what comes of it.
export default {
  checklist: {
    addItem: 'Check one more item', addItemHint: 'A re-inspection looks at what had failed; other items can be added.',
    how: 'How and why', howTo: 'How to check', basis: 'Basis', fix: 'Time to fix', critical: 'Key item', veto: 'Veto item',
    result: { pass: 'Pass', fail: 'Fail', not_applicable: 'N/A' },
    verdict: { full: '✓ Passed', partial: '△ Points lost, not failed', failed: '✗ Failed' },
    worst: '0 worst', best: (n) => `${n} best`, less: 'One less', moreOf: 'One more', zero: 'Enter 0', sign: 'Change the sign',
    noNumber: 'Enter a number, as 62.5', wholeNumber: 'Enter a whole number from 0', incomplete: 'Not complete yet',
    byServer: 'Complete; the system will judge it', failedByServer: '✗ Failed, as the system works it out', figures: 'Taken from the system. Nothing to enter.',
    number: 'Number', rowN: (n) => `Row ${n}`, addRow: 'Add a row', remove: 'Remove', removeRow: (n) => `Remove row ${n}`,
    weekday: 'Day of the week', weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday', 'next Monday', 'next Tuesday'],
    note: 'Note', needs: 'A failure needs: ', needThere: (what) => `✓ ${what} (there)`, needMissing: (what) => `${what} (missing)`, comma: ', ', addPhoto: 'Photo',
    section: 'Section', left: (n) => ` (${n} left)`, progress: (done, total) => `${done} of ${total} items done`, nextMissing: (n) => `Next open item (${n})`,
    passRest: (n) => `The other ${n} were looked at: all pass`,
    passRestHint: 'Only pass-or-fail items without an answer; what is measured or counted is entered one by one.', passedRest: (n) => `${n} items marked as passed.`,
    undo: 'Undo',
    keeping: 'Keeping…', photoLost: 'Not kept on this phone',
    finish: 'Finish',
  },
  outcome: { full: 'Full points', partial: 'Points lost', failed: 'Failed', skipped: 'Not applicable' },
  score: { points: 'points', noGrade: 'no grade', sections: 'By section', failed: (n) => `${n} failed` },
};
