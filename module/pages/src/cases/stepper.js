// How far a case has come, as an ordered list of steps. Owns which steps a case has.
import { css, html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { dateTime, shortTime } from '../kit/format.js';
import { ANSWERED } from './kinds.js';

const WAY = [
  ['submitted', 'submitted_at'], ['dispatched', 'dispatched_at'], ['rectifying', 'signed_at'],
  ['rectified', 'rectified_at'], ['verified', 'verified_at'], ['closed', 'closed_at'],
];
const ENDS = ['rejected', 'withdrawn'];

/** [{ state, at, mark }], mark: done, now or todo. */
export function stepsOf(k) {
  if (ENDS.includes(k.state)) {
    return [
      { state: 'submitted', at: k.submitted_at, mark: 'done' },
      { state: k.state, at: k.closed_at ?? k.updated_at, mark: 'now' },
    ];
  }
  const short = ANSWERED.includes(k.kind) && !k.dispatched_at;
  const way = short ? [WAY[0], WAY[5]] : WAY;
  const reached = way.findIndex(([state]) => state === k.state);
  return way.map(([state, at], i) => ({
    state,
    at: i <= reached ? k[at] : undefined,
    mark: i < reached ? 'done' : i === reached ? 'now' : 'todo',
  }));
}

export class Stepper extends Part {
  static properties = { case: { attribute: false } };
  static styles = [Part.styles, css`
    ol { display: grid; gap: 0; }
    li { display: grid; grid-template-columns: 30px minmax(0, 1fr); gap: 0 12px; position: relative; min-height: 52px; }
    li:not(:last-child)::before {
      content: ""; position: absolute; inset-inline-start: 14px; top: 28px; bottom: -2px; width: 2px; background: var(--line);
    }
    li.done:not(:last-child)::before { background: var(--accent); }
    .dot {
      width: 30px; height: 30px; border-radius: 50%; border: 2px solid var(--line-strong); display: grid; place-items: center;
      font-size: .8rem; font-weight: 700; color: var(--ink-soft); background: var(--card);
    }
    .done .dot { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
    .now .dot { border-color: var(--accent); color: var(--accent); box-shadow: 0 0 0 4px var(--accent-soft); }
    .name { line-height: 30px; }
    .now .name { font-weight: 650; }
    .todo .name { color: var(--ink-soft); }
    time { display: block; margin-top: -4px; }
    @media (min-width: 720px) {
      ol { grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); }
      li { grid-template-columns: minmax(0, 1fr); justify-items: center; text-align: center; gap: 4px; }
      li:not(:last-child)::before { inset-inline-start: calc(50% + 20px); inset-inline-end: calc(-50% + 20px); top: 14px; bottom: auto; width: auto; height: 2px; }
    }
  `];

  render() {
    const t = this.t;
    return html`<ol aria-label=${t.follow.steps}>${stepsOf(this.case).map((step, i) => html`
      <li class=${step.mark} aria-current=${step.mark === 'now' ? 'step' : nothing} data-state=${step.state}>
        <span class="dot" aria-hidden="true">${step.mark === 'done' ? '✓' : i + 1}</span>
        <div><span class="name">${t.steps[step.state] ?? t.state[step.state]}</span>
          <span class="visually-hidden">（${t.follow[step.mark]}）</span>
          ${step.at ? html`<time class="small soft" datetime=${step.at} title=${dateTime(this.language, step.at)}>${shortTime(this.language, step.at)}</time>` : nothing}
        </div></li>`)}</ol>`;
  }
}
customElements.define('sv-stepper', Stepper);
