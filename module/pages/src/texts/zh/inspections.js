// Inspections and their reports.
export default {
  inspections: {},
};
