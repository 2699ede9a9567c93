// Builds the pages: one ES bundle, the static pages and their style sheet.
// The output folder is $OUT; build/pages at the top of the tree by default.
import { build } from 'esbuild';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import zh from './src/texts/zh.js';
import en from './src/texts/en.js';

const here = dirname(fileURLToPath(import.meta.url));
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
await cp(join(here, 'static'), out, { recursive: true });
await build({
  entryPoints: [join(here, 'src/supervision.js')],
  outfile: join(out, 'supervision.js'),
  bundle: true,
  format: 'esm',
  minify: true,
  sourcemap: true,
  target: ['es2021'],
  charset: 'utf8',
  legalComments: 'eof',
  logLevel: 'warning',
});
