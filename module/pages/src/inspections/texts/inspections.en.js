// Inspections and their reports.
export default {
  inspections: {
    title: 'Reports of inspections', list: 'Reports', lead: 'One report for each inspection, numbered and filed; it never changes once issued.', pick: 'Choose a report from the list.', empty: 'No report matches.', emptySoFar: 'None of those looked through matches; there are more.',
    domain: 'Domain', unit: 'Unit inspected', check: 'Kind of check', from: 'Submitted from', to: 'Submitted until', self: 'self-check', covert: 'covert', noGrade: 'no grade', raisedN: (n) => (n === 1 ? '1 case' : `${n} cases`), toAcknowledge: 'to be acknowledged', acknowledged: 'acknowledged',
    unreadable: (n) => `${n} reports not listed: the record cannot be read. Tell the administrator.`,
    print: 'Printable report', digest: 'digest', place: 'Place', started: 'Begun', submitted: 'Submitted', signature: 'Inspector', ways: 'Way of supervision', participants: 'Invited', rules: 'Edition of the rules', occurrence: 'Check of the calendar', again: 'Re-inspects',
    passed: 'passed', notPassed: 'not passed', summary: 'Summary', points: 'points', sections: 'By section', notApplied: 'not applicable', failedN: (n) => `${n} failed`, weight: (n) => `weight ${n}`,
    arithmetic: (n) => `the sum is ${n}`, lines: 'Item by item', failedLines: 'Failed', partialLines: 'Points lost', fullLines: (n) => `${n} with full points`, skippedLines: (n) => `${n} not applicable`, noneLost: 'Nothing failed, no points lost.',
    pointsOf: (a, b) => `${a} of ${b} points`, lost: (n, factor) => (factor > 1 ? `${n} lost (repeated: ×${factor})` : `${n} lost`), repeats: (n) => `${n + 1} times lately`, critical: 'critical', veto: 'veto', answer: 'Found', note: 'Note', basis: 'Basis', photos: 'Photos',
    raisedCase: 'Case', notice: 'notice', rectifyBy: (time) => `to be fixed by ${time}`, raised: 'Cases and notices', noneRaised: 'No case was made.', propose: 'Make a case, with its notice', proposed: 'No case yet; one can still be made.', raiseTitle: (item) => `A case of: ${item}`, raiseSubmit: 'Make the case', raiseDone: 'The case is made and its notice issued.',
    facts: 'Facts found', factsHint: 'Empty: made of what was found.', requirement: 'Requirement', requirementHint: 'Empty: fix it at once, find the cause, report back in time.', severity: 'Severity', severityHint: 'Empty: by the rules.', rectify: 'To be fixed by', rectifyHint: 'Empty: by the rules.', signer: 'Signed by',
    acknowledgement: 'Acknowledgement', acknowledge: 'Acknowledge', acknowledgeLead: 'Confirm that your unit has read this report; your comment is recorded with it.', receiver: 'Received by', comment: 'Comment', acknowledgeDone: 'It is acknowledged.', notYet: 'The unit has not acknowledged it yet.', selfNote: 'A self-check needs no acknowledgement.', by: (who, at) => `${who}, ${at}`,
  },
};
