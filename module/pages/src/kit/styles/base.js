// The look of everything small: type, cards, buttons, badges, messages. Knows no component.
import { css } from 'lit';

export default css`
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, h4, p, ol, ul, dl, dd, figure, fieldset { margin: 0; padding: 0; }
  fieldset { border: 0; min-width: 0; }
  legend { padding: 0; }
  ol, ul { list-style: none; }
  h1 { font-size: 1.6rem; line-height: 1.3; font-weight: 650; letter-spacing: .01em; text-wrap: balance; }
  h2 { font-size: 1.12rem; line-height: 1.4; font-weight: 650; }
  h3, h4 { font-size: 1rem; font-weight: 650; }
  a { color: var(--accent); text-underline-offset: .2em; }
  .soft { color: var(--ink-soft); }
  .small { font-size: .875rem; line-height: 1.5; }
  .text { white-space: pre-wrap; overflow-wrap: anywhere; }
  .stack { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
  .stack.tight { gap: 8px; }
  .row { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
  .grow { flex: 1 1 0; min-width: 0; }
  .card {
    background: var(--card); border: 1px solid var(--line); border-radius: var(--radius);
    box-shadow: var(--shadow); padding: 18px;
  }
  @media (min-width: 700px) { .card { padding: 24px; } }
  .visually-hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
  button, .button {
    font: inherit; font-weight: 600; min-height: var(--touch); padding: 8px 18px; cursor: pointer;
    border-radius: var(--radius-small); border: 1px solid var(--line-strong); background: var(--card);
    color: var(--ink); display: inline-flex; align-items: center; justify-content: center; gap: 8px;
    text-decoration: none; touch-action: manipulation; transition: background-color .12s;
  }
  button:hover, .button:hover { background: var(--well); }
  button.primary, .button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
  button.primary:hover, .button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
  button.danger { color: var(--bad); border-color: var(--bad); }
  button.quiet, .button.quiet { border-color: transparent; background: transparent; color: var(--accent); padding: 8px 10px; }
  button.quiet:hover, .button.quiet:hover { background: var(--accent-soft); }
  button.wide { width: 100%; }
  button[aria-disabled="true"], button:disabled { opacity: .55; cursor: not-allowed; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
  .badge {
    display: inline-flex; align-items: center; gap: 4px; padding: 1px 9px; border-radius: 999px; font-size: .8125rem;
    line-height: 1.6; font-weight: 600; background: var(--well); color: var(--ink-soft); white-space: nowrap;
  }
  .badge.minor { background: var(--well); color: var(--ink-soft); }
  .badge.major { background: var(--accent-soft); color: var(--accent-strong); }
  .badge.serious { background: var(--warn-soft); color: var(--warn); }
  .badge.critical, .badge.late { background: var(--bad); color: var(--on-bad); }
  .badge.good { background: var(--good-soft); color: var(--good); }
  .badge.bad { background: var(--bad-soft); color: var(--bad); }
  .message { border-radius: var(--radius-small); padding: 12px 14px; background: var(--accent-soft); color: var(--ink); }
  .message.bad { background: var(--bad-soft); color: var(--bad); }
  .message.warn { background: var(--warn-soft); color: var(--warn); }
  .message.good { background: var(--good-soft); color: var(--good); }
  details > summary { cursor: pointer; min-height: 42px; padding: 8px 0; color: var(--accent); font-weight: 600; }
  dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 16px; }
  dl.facts dt { color: var(--ink-soft); }
  dl.facts dd { overflow-wrap: anywhere; }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { transition: none !important; animation: none !important; } }
`;
