// The standing of units.
export default {
  standing: {},
};
