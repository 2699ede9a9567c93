// The standing of units.
export default {
  standing: {
    title: 'Standing', lead: 'Of each unit over some time: inspections, fixing on time, reopening, satisfaction and checks done, by the weights of the rules.',
    span: 'Time', domain: 'Domain', from: 'First month', to: 'Last month', own: 'Other months',
    spans: { month: 'This month', last: 'Last month', half: '6 months', year: '12 months' },
    autumn: (y) => `Autumn term ${y} (September to January)`, spring: (y) => `Spring term ${y} (February to July)`,
    of: (a, b) => (a === b ? a : `${a} to ${b}`), list: 'Units', back: 'All units', unit: 'Unit', percent: 'Standing', inspections: 'Inspections',
    noData: 'no data', none: 'No unit has a standing in this time.', trend: 'Month by month', parts: 'What it is made of', month: 'Month', all: 'In all',
    trendOf: (name) => `Line chart of the standing of ${name} by month; its numbers are in the table beside it.`,
    partsOf: (name) => `Bar chart of the parts of ${name}; their numbers are in the table beside it.`,
    part: 'Part', weight: 'Weight', score: 'Percent', made: 'Figures', version: (v) => `edition ${v} of the rules`,
    weightOf: (n) => `weight ${n}%`, times: (n) => (n === 1 ? '1 inspection' : `mean of ${n} inspections`), share: (a, b) => `${a} / ${b}`, sort: (name) => `Sort by ${name}`,
    rule: 'A part without data does not count, its weight goes to the others; several domains are averaged.', ruleLink: 'Weights and rules', low: 'below 60%',
    fewer: 'The last month is not before the first, and there are at most 24.',
  },
};
