// The head, and the navigation of everybody and of the staff: each name is the tab's, and its page's title.
export default {
  app: {
    title: 'Logistics Service Supervision', short: 'Supervision', sub: 'Every report answered, numbered, traceable',
    report: 'Report', follow: 'Follow', board: 'Figures', desk: 'Desk',
    nav: 'Main', other: '中文', language: 'Language',
  },
  nav: {
    label: 'Staff', desk: 'Desk', inspect: 'Inspect', calendar: 'Calendar', inspections: 'Reports', directives: 'Ledger',
    standing: 'Standing', rulebook: 'Rules',
  },
};
