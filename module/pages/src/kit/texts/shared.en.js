// Words that several views share: head, common buttons, names of kinds and states.
export default {
  app: {
    title: 'Logistics Service Supervision', short: 'Supervision', sub: 'Every report answered, numbered, traceable',
    report: 'Report', follow: 'Follow', board: 'Figures', desk: 'Desk',
    nav: 'Main', other: '中文', language: 'Language',
  },
  common: {
    loading: 'Loading…', retry: 'Try again', cancel: 'Cancel', more: 'Load more', none: 'None',
    optional: 'optional', required: 'required', copy: 'Copy', copied: 'Copied', back: 'Back',
    offline: 'No connection. Check the network and try again.',
    unreadable: 'The service gave an answer that cannot be read. Try again later.',
    failed: 'That did not work', away: 'The service is away for the moment. Try again later.',
    tooMany: 'Too many requests, wait a moment.', retryAfter: (s) => `You can try again in about ${s} s.`, any: 'All',
    stars: (n) => (n === 1 ? '1 star' : `${n} stars`),
    chars: (n, max) => `${n}/${max}`, choose: 'Choose', close: 'Close', show: 'Show',
    noChart: 'The chart could not be loaded; its numbers are in the table.', previous: 'Previous month', next: 'Next month', month: 'Month',
    filters: 'Filters', all: 'All',
  },
  kind: {
    complaint: 'Complaint', repair: 'Repair', suggestion: 'Suggestion', praise: 'Praise', inquiry: 'Question',
    inspection: 'Inspection', directive: 'Directive',
  },
  state: {
    submitted: 'Registered', dispatched: 'Dispatched', rectifying: 'Being fixed', rectified: 'Awaiting re-inspection',
    verified: 'Awaiting the reporter', closed: 'Closed', rejected: 'Not taken on', withdrawn: 'Withdrawn', merged: 'Merged',
  },
  severity: { minor: 'Minor', major: 'Major', serious: 'Serious', critical: 'Critical' },
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
  time: { now: 'just now', moment: 'under 1 min', days: 'd', hours: 'h', minutes: 'min', ago: (t) => `${t} ago` },
};
