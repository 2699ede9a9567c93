// Following a case.
export default {
  follow: {
    title: 'Follow a report', lead: 'Enter the receipt you got when you submitted.', receipt: 'Receipt',
    receiptHint: 'It only opens your case; it enters no address and no log.', open: 'Open',
    forget: 'Leave', steps: 'Progress', now: 'now', done: 'done', todo: 'to come',
    text: 'What you reported', measures: 'What was done', finding: 'Finding of the re-inspection', reply: 'Answer',
    reason: 'Explanation', signBy: 'To be signed for by', rectifyBy: 'To be fixed by', unit: 'Unit responsible',
    notice: 'Rectification notice', rate: 'How well was it solved?', rating: 'Satisfaction', needRating: 'Please choose the stars first.',
    comment: 'Your words', confirm: 'Confirm and close', reopen: 'Not satisfied: reopen', withdraw: 'Withdraw',
    reopenReason: 'What is not solved yet?', withdrawReason: 'Why do you withdraw it?', sure: 'Confirm',
    merged: (id) => `The same thing as case ${id}; they are handled together. This is its progress.`,
    yourWord: 'Your word', thanks: 'Recorded, thank you.', history: 'History', badReceipt: 'Please check that the receipt is complete.',
    extended: (n) => `Extended ${n}×`, reopened: (n) => `Reopened ${n}×`, returned: (n) => `Returned ${n}×`,
    submitted: 'Reported', updated: 'Last change',
  },
  steps: {
    submitted: 'Registered', dispatched: 'Dispatched', rectifying: 'Being fixed', rectified: 'Re-inspection',
    verified: 'Feedback', closed: 'Closed',
  },
};
