// What a view shows, kept in the fragment: a link can name it, and the browser's way back works.
// Owns the writing of it: #inspection=…&unit=….

export function readFragment() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

export function fragmentOf(values) {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  return `#${new URLSearchParams(kept)}`;
}

export function writeFragment(values) {
  location.hash = fragmentOf(values);
}
