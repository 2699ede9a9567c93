// Fields and their labels. Inputs are 16px at least, so that phones do not zoom in.
import { css } from 'lit';

export default css`
  .field { display: grid; gap: 6px; grid-template-columns: minmax(0, 1fr); }
  .field > label, .field > .label, legend { font-weight: 600; }
  .field .hint, legend + .hint { color: var(--ink-soft); font-size: .875rem; line-height: 1.5; }
  .mark { font-weight: 400; font-size: .8125rem; color: var(--ink-soft); margin-inline-start: 6px; }
  input, textarea, select {
    font: inherit; color: var(--ink); background: var(--card); width: 100%; min-height: var(--touch);
    border: 1px solid var(--line-strong); border-radius: var(--radius-small); padding: 9px 12px; max-width: 100%;
  }
  textarea { min-height: 6.5em; resize: vertical; line-height: 1.6; }
  ::placeholder { color: var(--ink-soft); opacity: 1; }
  input:focus-visible, textarea:focus-visible, select:focus-visible {
    outline: 3px solid var(--accent); outline-offset: 0; border-color: var(--accent); border-radius: var(--radius-small);
  }
  [aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
  .error { color: var(--bad); font-size: .9rem; font-weight: 600; }
  .pair { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
  @media (min-width: 620px) { .pair { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
  .chips { display: flex; flex-wrap: wrap; gap: 6px; }
  .chip { position: relative; }
  .chip input { position: absolute; inset: 0; opacity: 0; min-height: 0; height: 100%; margin: 0; cursor: pointer; }
  .chip span {
    display: inline-flex; align-items: center; min-height: 42px; padding: 4px 12px; border-radius: 999px;
    border: 1px solid var(--line-strong); background: var(--card);
  }
  .chip input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
  .chip input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
