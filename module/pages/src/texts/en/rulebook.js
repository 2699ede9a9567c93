// The viewer of rulebooks and the dry run.
export default {
  rulebook: {},
};
