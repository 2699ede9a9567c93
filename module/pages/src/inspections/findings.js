// Items that failed, and what becomes of each on the spot. Owns which failed (by this phone, or
// as the server said) and the words that a notice begins with; those are Chinese whatever the
// page speaks, for that is what is issued.
import { itemsOf, numbersOf, outcomeOf } from '../scoring/answers.js';
import { textsOf } from '../kit/i18n.js';
import { limitsOf, measureName } from '../rules/measures.js';

/** [{ item, section, line }]; line: of the score, where the server has judged. */
export function failedItems(checklist, draft, score) {
  const lines = new Map((score?.lines ?? []).map((line) => [line.item, line]));
  return itemsOf(checklist)
    .filter(({ item }) => !draft.asked || draft.asked.includes(item.code))
    .map((entry) => ({ ...entry, line: lines.get(entry.item.code) }))
    .filter(({ item, line }) => (line ? line.outcome === 'failed' : outcomeOf(item, draft.answers[item.code], checklist.scoring) === 'failed'));
}

/** What was found, in the language t: 62 ℃，应不低于 70 ℃. */
export function answerText(t, item, answer, line, english) {
  const said = line && (english ? line.answer_en || line.answer : line.answer);
  if (said) return said;
  if (item.answer === 'pass_fail') return t.checklist.result[answer?.result] ?? '';
  const [value] = numbersOf(answer);
  if (item.answer === 'graded') return t.inspect.gradeOf(value, item.grades);
  const limits = limitsOf(t, item);
  return `${value} ${measureName(t, item.measure)}${limits ? t.checklist.comma + limits : ''}`.trim();
}

/** The RaiseRequest that a case begins with; the severity is the category's unless chosen. */
export function raiseOf(item, answer, line) {
  const zh = textsOf('zh');
  const found = zh.inspect.found(item.text, answerText(zh, item, answer, line, false), answer?.note?.trim() ?? '');
  return { on: true, facts: found, requirement: zh.inspect.requirement, severity: '' };
}
