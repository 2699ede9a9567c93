// Colours of the marks of occurrence-mark.js; the shapes say the same without them.
import { css } from 'lit';

export default css`
  .mark-shape { width: 14px; height: 14px; flex: none; color: var(--ink-soft); }
  .mark-shape .line { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
  .mark-shape .dotted { stroke-dasharray: 2 2.6; }
  .mark-shape .full { fill: currentColor; }
  .mark-shape .on { fill: none; stroke: var(--card); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
  .mark-shape.due { color: var(--accent); }
  .mark-shape.done { color: var(--good); }
  .mark-shape.late, .mark-shape.overdue { color: var(--warn); }
  .mark-shape.missed { color: var(--bad); }
  .badge.state { background: var(--well); color: var(--ink); gap: 6px; }
`;
