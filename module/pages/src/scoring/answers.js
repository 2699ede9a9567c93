// A checklist and the answers to it: which items there are, what an answer says by its own item,
// what is still missing, and the request that is made of it all. Must not know how any of it is
// shown, kept or sent. An answer here: { result, typed, note, photos }; `typed` are numbers as
// they were typed, so that half a number is kept too.
import { boundOf } from '../rules/measures.js';

const FAILED_BELOW = 0.6; // where the rulebook says nothing: as in module/core/sup_score.h
export const NOTE_MAX = 500;
export const PHOTOS_MAX = 9; // of one answer
const PHOTOS_ALL_MAX = 60;
export const RAISE_MAX = 15; // cases made with the report; more of them later, from it

/** [{ item, section }] in the order of the sections. */
export function itemsOf(checklist) {
  return (checklist.sections ?? []).flatMap((section) => (section.items ?? []).map((item) => ({ item, section })));
}

/** A number as people type one on any keyboard; NaN when it is none. */
export function numberOf(text) {
  const plain = String(text ?? '').normalize('NFKC').trim().replace(/[−–—]/g, '-').replace(/[。,]/g, '.');
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

export function numbersOf(answer) {
  return (answer?.typed ?? []).map(numberOf);
}

/** What an item by code asks for: its columns, and how many rows of them there may be. */
export function columnsOf(item) {
  if (item.columns?.length) return { columns: item.columns, rows: Math.max(item.rows ?? 1, 1) };
  return { columns: [{}], rows: Infinity };
}

const isWhole = (value) => Number.isInteger(value) && value >= 0;
const ACCEPTS = {
  graded: (item, values) => values.length === 1 && isWhole(values[0]) && values[0] <= item.grades,
  measured: (item, values) => values.length === 1,
  count: (item, values) => values.length === 1 && isWhole(values[0]),
};

function acceptsCode(item, values) {
  const { columns, rows } = columnsOf(item);
  return values.length > 0 && values.length % columns.length === 0 && values.length <= columns.length * rows;
}

/** Is it answered, as far as the item itself can tell? */
export function isAnswered(item, answer) {
  if (answer?.result === 'not_applicable' || item.figures) return true;
  if (item.answer === 'pass_fail') return ['pass', 'fail'].includes(answer?.result);
  const values = numbersOf(answer);
  if (values.some(Number.isNaN)) return false;
  return item.by_code ? acceptsCode(item, values) : Boolean(ACCEPTS[item.answer]?.(item, values));
}

/** full, partial, failed or skipped; '' while unanswered, 'server' where only a hook can tell. */
export function outcomeOf(item, answer, scoring) {
  if (answer?.result === 'not_applicable') return 'skipped';
  if (!isAnswered(item, answer)) return '';
  if (item.figures || item.by_code) return 'server';
  if (item.answer === 'pass_fail') return answer.result === 'pass' ? 'full' : 'failed';
  const [value] = numbersOf(answer);
  if (item.answer === 'graded') {
    if (value === item.grades) return 'full';
    return value / item.grades < (scoring?.failed_below || FAILED_BELOW) ? 'failed' : 'partial';
  }
  const least = boundOf(item.at_least) ?? -Infinity;
  const most = boundOf(item.at_most) ?? (item.answer === 'count' ? 0 : Infinity);
  return value >= least && value <= most ? 'full' : 'failed';
}

const THERE = {
  photo: (answer) => answer?.photos?.length > 0,
  note: (answer) => Boolean(answer?.note?.trim()),
};

/** Which evidence of a failure is not there yet. A reading is the answer's own value; where the
 *  answer has none it is written in the note. */
export function evidenceMissing(item, answer) {
  return (item.evidence ?? []).filter((kind) => {
    if (kind !== 'reading') return !THERE[kind](answer);
    return item.answer === 'pass_fail' && !THERE.note(answer);
  });
}

/** What keeps the item from being done: 'answer', or kinds of evidence. failed: what the server
 *  said of an item that only it can judge. */
export function missingOf(item, answer, scoring, failed = false) {
  const outcome = outcomeOf(item, answer, scoring);
  if (!outcome) return ['answer'];
  if (item.figures) return []; // what the system counted needs no other proof
  return outcome === 'failed' || (outcome === 'server' && failed) ? evidenceMissing(item, answer) : [];
}

/** { done, total, missing: [{ item, section, missing }] } of the items that have to be answered. */
export function progressOf(checklist, answers, { asked, failed } = {}) {
  const all = itemsOf(checklist).filter(({ item }) => !asked || asked.includes(item.code));
  const missing = all
    .map(({ item, section }) => ({ item, section, missing: missingOf(item, answers[item.code], checklist.scoring, failed?.includes(item.code)) }))
    .filter((entry) => entry.missing.length);
  return { done: all.length - missing.length, total: all.length, missing };
}

/** Answers that another edition of the checklist can still take, and the codes of those lost. */
export function fitAnswers(answers, before, after) {
  const old = new Map(itemsOf(before).map(({ item }) => [item.code, item]));
  const kept = {};
  const lost = [];
  for (const { item } of itemsOf(after)) {
    const answer = answers[item.code];
    const was = old.get(item.code);
    if (!answer) continue;
    const same = was && ['answer', 'measure', 'by_code', 'figures'].every((name) => was[name] === item[name]) &&
      (!item.by_code || columnsOf(was).columns.length === columnsOf(item).columns.length);
    if (same && (!isAnswered(was, answer) || isAnswered(item, answer))) {
      kept[item.code] = answer;
    } else {
      lost.push(item.code);
      kept[item.code] = { note: answer.note, photos: answer.photos };
    }
  }
  return { kept, lost };
}

/** How many photos an answer may have, beside all the others. */
export function photosRoom(answers, code) {
  const others = Object.entries(answers).reduce((n, [of, a]) => (of === code ? n : n + (a.photos?.length ?? 0)), 0);
  return Math.max(0, Math.min(PHOTOS_MAX, PHOTOS_ALL_MAX - others));
}

function answerBody(item, answer, evidenceOf) {
  const body = { item: item.code };
  const skipped = answer?.result === 'not_applicable';
  if (skipped || item.answer === 'pass_fail') body.result = answer?.result;
  else if (!item.figures) body.values = numbersOf(answer);
  if (answer?.note?.trim()) body.note = answer.note.trim();
  const evidence = (answer?.photos ?? []).map(evidenceOf).filter(Boolean);
  if (evidence.length) body.evidence = evidence;
  return body;
}

const PLAIN = ['domain', 'template', 'unit', 'place', 'occurrence', 'case'];

/** The InspectionRequest. evidenceOf: from a photo kept here to the id that the server gave it. */
export function requestOf(draft, checklist, evidenceOf) {
  const body = { rulebook: checklist.digest, started_at: draft.started_at };
  for (const name of PLAIN) if (draft[name]) body[name] = draft[name];
  for (const name of ['place_detail', 'summary', 'signature']) if (draft[name]?.trim()) body[name] = draft[name].trim();
  if (draft.tags?.length) body.tags = draft.tags;
  if (draft.tags?.includes('joint') && draft.participants?.length) body.participants = draft.participants;
  body.answers = itemsOf(checklist)
    .filter(({ item }) => (!draft.asked || draft.asked.includes(item.code)) && isAnswered(item, draft.answers[item.code]))
    .map(({ item }) => answerBody(item, draft.answers[item.code], evidenceOf));
  const raise = draft.case ? [] : Object.entries(draft.raise ?? {}).filter(([, r]) => r.on).map(([item, r]) => ({
    item, ...Object.fromEntries(['facts', 'requirement', 'severity'].map((name) => [name, r[name]?.trim()]).filter(([, v]) => v)),
  }));
  if (raise.length) body.raise = raise;
  return body;
}

/** The item that a refusal is about: fields are answers[3].note. */
export function itemAt(field, body) {
  const at = /^answers\[(\d+)\]/.exec(field)?.[1];
  const raised = /^raise\[(\d+)\]/.exec(field)?.[1];
  return body.answers[at]?.item ?? body.raise?.[raised]?.item ?? '';
}
