// The calendar of inspections.
export default {
  calendar: {},
};
