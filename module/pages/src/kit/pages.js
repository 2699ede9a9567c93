// Where our own pages are: beside the bundle, wherever that is served.
const here = new URL('.', import.meta.url);
here.username = here.password = ''; // of a page opened with both in its address

export function pageUrl(name) {
  return new URL(`${name}.html`, here).href;
}
