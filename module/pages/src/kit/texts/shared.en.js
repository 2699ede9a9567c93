// Words that all views share: common buttons and states, lengths of time.
export default {
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
  time: { now: 'just now', moment: 'under 1 min', days: 'd', hours: 'h', minutes: 'min', ago: (t) => `${t} ago` },
};
