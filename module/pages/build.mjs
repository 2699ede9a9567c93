// Builds the pages: ES bundles, the static pages and their style sheet.
// The output folder is $OUT; build/pages at the top of the tree by default.
// src/entries/ has a bundle each: supervision.js for everybody, and one for each of the staff's further views;
// what they share, or load later, are <name>-<hash>.js beside them (beside: src/kit/pages.js finds
// the pages there).
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shells } from './shell/shell.mjs';
import zh from './src/app/texts/zh.js';
import en from './src/app/texts/en.js';

const here = dirname(fileURLToPath(import.meta.url));
const OFFLINE = ['supervision.js', 'inspect.js']; // what inspect.html loads: src/inspections/sw.js keeps it
const LICENCES = ['lit/LICENSE', 'echarts/LICENSE', 'echarts/NOTICE', 'zrender/LICENSE', 'tslib/LICENSE.txt'];
const out = resolve(process.env.OUT ?? join(here, '../../build/pages'));

/** A text that one language has and the other lacks stops the build. */
function sameKeys(a, b, path = '') {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const at = path ? `${path}.${key}` : key;
    if (typeof a[key] !== typeof b[key]) {
      throw new Error(`src: the text "${at}" is not the same in Chinese and English`);
    }
    if (typeof a[key] === 'object') sameKeys(a[key], b[key], at);
  }
}

sameKeys(zh, en);
await mkdir(out, { recursive: true });
for (const name of await readdir(out)) { // of an earlier build: names change with the content
  if (/-[A-Z0-9]{8}\.js(\.map)?$/.test(name)) await rm(join(out, name));
}
await cp(join(here, 'static'), out, { recursive: true });
for (const { file, html } of await shells()) await writeFile(join(out, file), html);
const licences = await Promise.all(LICENCES.map(async (name) => `== ${name}\n\n${await readFile(join(here, 'node_modules', name), 'utf8')}`));
await writeFile(join(out, 'third-party.txt'), licences.join('\n'));
const built = await build({
  entryPoints: (await readdir(join(here, 'src/entries'))).map((name) => join(here, 'src/entries', name)),
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  outdir: out,
  metafile: true,
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

/** The scripts that these load, themselves among them, by their names. */
function loadedBy(names) {
  const found = new Set();
  const outputs = new Map(Object.entries(built.metafile.outputs).map(([path, output]) => [basename(path), output]));
  const follow = (name) => {
    if (found.has(name)) return;
    found.add(name);
    for (const { path, kind } of outputs.get(name).imports) if (kind === 'import-statement') follow(basename(path));
  };
  names.forEach(follow);
  return [...found].sort();
}

const files = ['inspect.html', 'pages.css', 'icon.svg', ...loadedBy(OFFLINE)];
const edition = createHash('sha256');
for (const name of files) edition.update(name).update(await readFile(join(out, name)));
await build({
  entryPoints: [join(here, 'src/inspections/sw.js')],
  outdir: out,
  bundle: true,
  define: { EDITION: JSON.stringify(edition.digest('hex').slice(0, 16)), FILES: JSON.stringify(files) },
  minify: true,
  target: ['es2021'],
  charset: 'utf8',
  logLevel: 'warning',
});
