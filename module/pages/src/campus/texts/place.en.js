// Choosing a place.
export default {
  place: {
    label: 'Where', hint: 'Type a name, such as “Canteen 1”', none: 'Not found; say it in “Where exactly”', clear: 'Clear the place', found: (n) => `${n} found`,
  },
};
