// Builds the pages: ES bundles, the static pages and their style sheet.
// The output folder is $OUT; build/pages at the top of the tree by default.
// supervision.js is for everybody; each of the staff's further views is a bundle of its own, and
// what bundles share are chunk-*.js beside them (beside: src/lib/pages.js finds the pages there).
import { build } from 'esbuild';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import zh from './src/texts/zh.js';
import en from './src/texts/en.js';

const here = dirname(fileURLToPath(import.meta.url));
const STAFF = []; // of src/views/
const out = resolve(process.env.OUT ?? join(here, '../../build/pages'));

/** A text that one language has and the other lacks stops the build. */
function sameKeys(a, b, path = '') {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const at = path ? `${path}.${key}` : key;
    if (typeof a[key] !== typeof b[key]) {
      throw new Error(`src/texts: "${at}" is not the same in zh.js and en.js`);
    }
    if (typeof a[key] === 'object') sameKeys(a[key], b[key], at);
  }
}

sameKeys(zh, en);
await mkdir(out, { recursive: true });
for (const name of await readdir(out)) { // of an earlier build: names change with the content
  if (name.startsWith('chunk-')) await rm(join(out, name));
}
await cp(join(here, 'static'), out, { recursive: true });
await build({
  entryPoints: [join(here, 'src/supervision.js'), ...STAFF.map((name) => join(here, `src/views/${name}.js`))],
  entryNames: '[name]',
  chunkNames: 'chunk-[name]-[hash]',
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  sourcemap: true,
  target: ['es2021'],
  charset: 'utf8',
  legalComments: 'eof',
  logLevel: 'warning',
});
