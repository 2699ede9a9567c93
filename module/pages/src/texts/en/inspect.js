// The phone of an inspector.
export default {
  inspect: {},
};
