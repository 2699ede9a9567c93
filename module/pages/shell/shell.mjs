// Our own pages: one shell around the view of each. Owns which pages there are, what each loads,
// and what it is without JavaScript.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const NAME = '后勤服务监督';
const SORRY = '<p class="plain">此页需要启用 JavaScript。 <span lang="en">This page needs JavaScript.</span></p>';

/** title: before the name of the house; view: that of its name unless it says another one; form: it
 *  reports without JavaScript too; staff: it has the desk's API; script: and a bundle of its own. */
const PAGES = [
  { name: 'index', view: 'report', form: true },
  { name: 'report', title: '我要反映', form: true },
  { name: 'follow', title: '查进度' },
  { name: 'board', title: '公示' },
  { name: 'desk', title: '工作台', staff: true },
  { name: 'inspect', title: '检查', staff: true, script: true },
  { name: 'calendar', title: '日历', staff: true, script: true },
  { name: 'inspections', title: '检查报告', staff: true, script: true },
  { name: 'directives', title: '督办台账', staff: true, script: true },
  { name: 'standing', title: '考评', staff: true, script: true },
  { name: 'rulebook', title: '规则', staff: true, script: true },
];

/** [{ file, html }] of all pages. */
export async function shells() {
  const [page, form] = await Promise.all(['page.html', 'report-form.html'].map((name) => readFile(join(here, name), 'utf8')));
  return PAGES.map(({ name, title, view = name, staff, script, form: reports }) => {
    const parts = {
      title: title ? `${title} · ${NAME}` : NAME,
      scripts: ['supervision', ...(script ? [name] : [])].map((of) => `<script type="module" src="${of}.js"></script>`).join('\n'),
      attributes: `api="/supervision/"${staff ? ' desk-api="/desk/api/"' : ''} view="${view}"`,
      without: reports ? `\n${form}` : SORRY,
    };
    return { file: `${name}.html`, html: page.replace(/\{(\w+)\}/g, (_, part) => parts[part]) };
  });
}
