// Large choices for a thumb: radio buttons that look like buttons, in a row. What is chosen is
// told by a mark and by weight, never by colour alone.
import { css } from 'lit';

export default css`
  .choices { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 8px; }
  .choices.many { grid-auto-flow: row; grid-template-columns: repeat(auto-fit, minmax(46px, 1fr)); }
  .choices.stacked { grid-auto-flow: row; grid-auto-columns: auto; }
  .choice { position: relative; display: block; }
  .choice input { position: absolute; inset: 0; width: 100%; height: 100%; min-height: 0; margin: 0; opacity: 0; cursor: pointer; }
  .choice > span {
    display: flex; align-items: center; justify-content: center; gap: 6px; min-height: 52px; padding: 6px 8px; text-align: center; line-height: 1.3;
    border: 1px solid var(--line-strong); border-radius: var(--radius-small); background: var(--card); font-weight: 600;
  }
  .stacked .choice > span { justify-content: flex-start; text-align: start; padding: 10px 14px; font-weight: 400; }
  .choice input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }
  .choice input:checked + span { border-width: 2px; background: var(--accent-soft); border-color: var(--accent); color: var(--accent-strong); }
  .choice.pass input:checked + span { background: var(--good-soft); border-color: var(--good); color: var(--good); }
  .choice.fail input:checked + span { background: var(--bad-soft); border-color: var(--bad); color: var(--bad); }
  .choice.none input:checked + span { background: var(--well); border-color: var(--line-strong); color: var(--ink); }
  .choice .tick { display: none; }
  .choice input:checked + span .tick { display: inline; }
`;
