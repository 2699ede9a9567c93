// The calendar of inspections.
export default {
  occurrence: { due: 'Due', done: 'Done', late: 'Done late', missed: 'Missed', excused: 'Excused' },
  calendar: {
    title: 'Calendar of checks', lead: 'What is due, what is done, and what was missed.', tabs: { month: 'Month', coverage: 'Coverage', periods: 'Periods', schedules: 'Schedules' },
    domain: 'Domain', unit: 'Unit', state: 'State', legend: 'Key', today: 'Today', weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], weekday: (d) => d,
    empty: 'No check of this month matches.', emptyDay: 'No check on this day.', more: (n) => `${n} more`, checks: (n) => (n === 1 ? '1 check' : `${n} checks`), dayLabel: (day, n) => `${day}, ${n === 1 ? '1 check' : `${n} checks`}`,
    before: (n) => (n === 1 ? '1 day before today' : `${n} days before today`), close: 'Close', of: (day) => `Checks of ${day}`, pickDay: 'Choose a day to see its checks.',
    upcoming: 'Not yet', overdue: 'Past its time', self: 'self-check', office: 'by the office', covert: 'covert', window: 'Time', until: 'At the latest', doneAt: 'Done', reason: 'Excused because',
    excusedBy: 'By', report: 'Open the report', start: 'Begin', excuse: 'Excuse', excuseHint: 'Say why: no power, a building closed. The check no longer counts as due.', excused: 'It is excused.', period: 'Period', place: 'Place',
    coverage: 'Coverage', due: 'Due', done: 'In time', late: 'Late', missed: 'Missed', excusedN: 'Excused', share: 'Covered', total: 'In all', noCoverage: 'No check of this month has come due yet.',
    coverageNote: 'Due are those that came due so far, excused ones not among them; covered are those done in time or late, of those due.', overdueList: 'Past their time, can still be done', missedList: 'Missed', noOverdue: 'No check is past its time.', noMissed: 'No check was missed.',
    add: 'Add', edit: 'Change', retire: 'Retire', restore: 'Bring back', retired: 'retired', retireSure: (name) => `Retire “${name}”? No more checks come of it; what was recorded stays.`, saved: 'Saved.', save: 'Save',
    builtIn: 'of the rules', changed: 'changed here', showRetired: 'Show retired ones', name: 'Name', nameEn: 'Name in English',
    periodKind: { term_start: 'start of term', graduation: 'graduation', event: 'major event', vacation: 'vacation' },
    kind: 'Kind', from: 'First day', to: 'Last day', domains: 'Domains', domainsHint: 'None chosen: all of them.', times: 'How often', timesOf: (n) => (n > 1 ? `${n} times as often` : 'as usual'),
    paused: 'No checks in this time', deadline: 'Deadlines', deadlineHint: 'In percent of the usual ones, 10 to 100; empty: as usual.', deadlineOf: (n) => `deadlines ${n}% of the usual`, allDomains: 'all domains', asUsual: 'as usual',
    days: 'Days', newPeriod: 'New period', editPeriod: 'Change a period', noPeriods: 'No period yet. At the start of term, at graduation and during major events, checks are to be more frequent.',
    newSchedule: 'New schedule', editSchedule: 'Change a schedule', noSchedules: 'No schedule.', template: 'Checklist', by: 'Checked by', every: 'How often',
    everyOf: { day: 'daily', week: 'weekly', month: 'monthly' }, everyDay: (working) => (working ? 'each working day' : 'each day'), everyWeek: (day) => `each week until ${day}`, everyMonth: (n) => `each month until the ${n}.`,
    workingDays: 'On working days alone', fromMin: 'From', toMin: 'To', lastDayWeek: 'Last day of the week', lastDayMonth: 'Last day of the month', lastDayHint: 'A shorter month: its end.', lateMin: 'Grace (hours)', lateHint: 'Done so long after its time, a check still counts as late.', late_: 'Grace',
    basis: 'Basis', basisHint: 'The contract’s clause or the campus’s rule.', anyPlace: 'no certain place', idOf: 'Id', between: (a, b) => `${a}–${b}`,
  },
};
