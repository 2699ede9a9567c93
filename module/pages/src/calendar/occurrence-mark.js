// The mark of a check's state: a shape of its own for each, so that nobody needs the colours.
import { html, svg } from 'lit';
import { phaseWord } from './occurrences.js';

const SHAPES = {
  upcoming: svg`<circle cx="8" cy="8" r="6" class="line dotted"></circle>`,
  due: svg`<circle cx="8" cy="8" r="6" class="line"></circle>`,
  overdue: svg`<path d="M8 1.8l6.6 12H1.4z" class="line"></path><path d="M8 6.2v3.6M8 11.6v.5" class="line"></path>`,
  done: svg`<circle cx="8" cy="8" r="7" class="full"></circle><path d="M4.6 8.2l2.4 2.4 4.4-4.8" class="on"></path>`,
  late: svg`<circle cx="8" cy="8" r="6" class="line"></circle><path d="M8 2a6 6 0 0 1 0 12z" class="full"></path>`,
  missed: svg`<rect x="1" y="1" width="14" height="14" rx="2" class="full"></rect><path d="M4.8 4.8l6.4 6.4M11.2 4.8l-6.4 6.4" class="on"></path>`,
  excused: svg`<circle cx="8" cy="8" r="6" class="line"></circle><path d="M5 8h6" class="line"></path>`,
};

export const PHASES = Object.keys(SHAPES);

/** The shape alone; its word must stand beside it, seen or for screen readers. */
export function shape(phase) {
  return html`<svg class="mark-shape ${phase}" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[phase]}</svg>`;
}

/** Shape and word. */
export function mark(t, phase) {
  return html`<span class="badge state ${phase}">${shape(phase)}${phaseWord(t, phase)}</span>`;
}
