// The ledger of directives: registered, followed, listed.
const days = (n) => (n === 1 ? '1 day' : `${n} days`);

export default {
  directives: {
    title: 'Ledger of directives', list: 'Ledger', lead: 'What the Party committee and the president’s office decided: by whom, what, who owns it, how far it is.', empty: 'No directive matches.', emptySoFar: 'None so far matches; there are more to look through.',
    unreadable: (n) => `${n} records cannot be read and are not listed. Please tell the administrator.`,
    domain: 'Domain', unit: 'Unit responsible', where: 'Where it stands', entry: 'Ledger of directives', noUnit: 'Not dispatched yet',
    source: 'Decided by', meeting: 'Meeting or document', metOn: 'Day of the meeting or instruction', decided: 'What was decided', owner: 'Person responsible',
    meetingHint: 'For example: 18th meeting of the president’s office, 2026',
    sources: { party_committee: 'Party committee', president_meeting: 'President’s office meeting', leader_instruction: 'Leader’s instruction', superior: 'Superior authority' },
    supervision: { not_started: 'Not started', on_track: 'On track', late: 'Late', urged: 'Urged', done: 'Carried out' },
    milestones: 'Milestones', nth: (n) => `Milestone ${n}`, name: 'What is to be done', due: 'Due', add: 'Add a milestone', remove: (n) => `Remove milestone ${n}`, removeShort: 'Remove',
    reachedOf: (a, b) => `${a} of ${b} milestones reached`, lateN: (n, most) => `${n} late, the longest by ${days(most)}`, noneLate: 'no milestone is late',
    reachedOn: (day) => `reached on ${day}`, reportedOn: (day) => `reported on ${day}`, dueOn: (day) => `due ${day}`,
    inTime: 'in time', lateBy: (n) => `${days(n)} late`, lateNow: (n) => `not reached, late by ${days(n)}`, left: (n) => (n ? `${days(n)} left` : 'due today'), dropped: 'not reached',
    urges: (n) => `urged ${n === 1 ? 'once' : `${n} times`}, no progress since`,
  },
};
