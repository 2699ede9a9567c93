// The staff's navigation: each name is the tab's, and its page's title.
export default {
  nav: {
    label: 'Staff', desk: 'Desk', inspect: 'Inspect', calendar: 'Calendar', inspections: 'Reports', directives: 'Ledger',
    standing: 'Standing', rulebook: 'Rules',
  },
};
