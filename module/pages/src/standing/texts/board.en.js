// The public board.
export default {
  board: {
    title: 'Public figures', lead: 'By the month of receipt; each case counts once. Numerators and denominators are shown.',
    month: 'Month', previous: 'Previous month', next: 'Next month', total: 'All services', received: 'received',
    answered: 'Answered', solved: 'Solved', satisfied: 'Satisfied', on_time: 'Fixed in time', overdue: 'Overdue now', checks: 'Checks done',
    dissatisfied: 'Dissatisfied', silent: 'Silent', awaiting: 'Not heard yet', reopened: 'Reopened',
    of: { answered: 'of received', solved: 'of those to solve', satisfied: 'of those who spoke', on_time: 'of fixed', overdue: 'of open cases', checks: 'of checks due' },
    silentNote: '“Silent” cases were closed without a word of the reporter; they do not count as satisfied.',
    empty: 'Nothing was received in this month.',
    noBase: 'none yet', unit: '', generated: (t) => `As of ${t}`, table: 'By service', domain: 'Service',
    words: 'What reporters said', future: 'This month has not come yet.',
  },
};
