// What the phone takes answers for: { checklist, rounds } on stdin, outcomes by item on stdout.
// Owns nothing: it asks the pages' own module/pages/src/scoring/answers.js.
import { readFileSync } from 'node:fs';
import { itemsOf, outcomeOf } from '../../../module/pages/src/scoring/answers.js';

const { checklist, rounds } = JSON.parse(readFileSync(0, 'utf8'));
const typed = ({ values, ...answer }) => (values ? { ...answer, typed: values.map(String) } : answer);
const outcomes = rounds.map((answers) => Object.fromEntries(itemsOf(checklist).map(({ item }) => [
  item.code, outcomeOf(item, typed(answers.find((a) => a.item === item.code) ?? {}), checklist.scoring),
])));
process.stdout.write(JSON.stringify(outcomes));
