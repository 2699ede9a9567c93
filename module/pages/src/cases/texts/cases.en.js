// Names of what a case has: kind, state, source, way of supervision.
export default {
  kind: {
    complaint: 'Complaint', repair: 'Repair', suggestion: 'Suggestion', praise: 'Praise', inquiry: 'Question',
    inspection: 'Inspection', directive: 'Directive',
  },
  state: {
    submitted: 'Registered', dispatched: 'Dispatched', rectifying: 'Being fixed', rectified: 'Awaiting re-inspection',
    verified: 'Awaiting the reporter', closed: 'Closed', rejected: 'Not taken on', withdrawn: 'Withdrawn', merged: 'Merged',
  },
  severityPlain: {
    minor: 'Minor: handled in its time', major: 'Major: handled with priority', serious: 'Serious: handled urgently',
    critical: 'Critical: danger to people, handled at once',
  },
  source: { web: 'Web', phone: 'Phone', walk_in: 'Walk-in', check: 'Inspection', superior: 'From above', hotline: 'Hotline' },
  tag: {
    internal: 'internal', from_complaint: 'from a complaint', comprehensive: 'comprehensive', partial: 'partial',
    from_above: 'from above', self_check: 'self-check', regular: 'regular', irregular: 'irregular',
    open_visit: 'open visit', covert_visit: 'covert visit', tracking: 'tracking', joint: 'joint',
  },
  word: { satisfied: 'Satisfied', dissatisfied: 'Dissatisfied', silent: 'Silent' },
};
