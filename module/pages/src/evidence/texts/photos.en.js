// Photos taken in, and shown.
export default {
  photos: {
    title: 'Photos', take: 'Take a photo', choose: 'Choose photos',
    hint: (max) => `At most ${max}. Place and device are removed when they are uploaded.`,
    one: (n) => `Photo ${n}`, preparing: 'Preparing', uploading: (percent) => `Uploading ${percent}%`,
    held: 'Goes up when there is a network',
    waiting: 'Waiting for the network; goes up by itself', done: 'Uploaded', failed: 'Not uploaded',
    remove: (n) => `Remove photo ${n}`, retry: 'Try again', retryOne: (n) => `Upload photo ${n} again`,
    tooMany: (max) => `There are at most ${max} photos; the others were not added.`,
    unreadable: 'This file cannot be read: choose a JPEG, PNG or WebP photo.',
    tooLarge: 'The photo is too large. Make it smaller and try again.',
    count: (n, max) => `${n}/${max}`, missing: 'The photo cannot be shown', open: (n) => `Open photo ${n}`,
    busy: 'Photos are still being uploaded. One moment, please.', unsent: 'Some photos are not uploaded: try again or remove them.',
  },
};
