// A score as people read it: percent and grade, how they came about, and the sections. A template
// that the phone's last page and reports can share; no state of its own.
import { css, html, nothing } from 'lit';

export const scoreStyles = css`
  .score { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: baseline; }
  .score .percent { font-size: 2.2rem; font-weight: 680; line-height: 1.2; font-variant-numeric: tabular-nums; }
  .score .grade { font-size: 1.2rem; font-weight: 650; }
  table.sections { width: 100%; border-collapse: collapse; }
  table.sections th, table.sections td { text-align: start; padding: 6px 4px; border-bottom: 1px solid var(--line); font-weight: 400; }
  table.sections td { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
`;

export function percentText(percent) {
  return `${Number((percent ?? 0).toFixed(2))}`;
}

/** pick: of the element that shows it. */
export function scoreView(t, score, pick) {
  const applied = (score.sections ?? []).filter((s) => s.applies);
  return html`<div class="stack tight">
    <p class="score"><span class="percent">${percentText(score.percent)}<small> ${t.score.points}</small></span>
      <span class="grade">${score.grade ? pick(score, 'grade_name') : t.score.noGrade}</span></p>
    ${pick(score, 'explanation') ? html`<p class="small text">${pick(score, 'explanation')}</p>` : nothing}
    ${applied.length > 1 ? html`<details><summary>${t.score.sections}</summary><table class="sections"><tbody>${applied.map((s) => html`
      <tr><th scope="row">${pick(s)}${s.failed ? html` <span class="badge bad">${t.score.failed(s.failed)}</span>` : nothing}</th><td>${percentText(s.percent)}</td></tr>`)}</tbody></table></details>` : nothing}
  </div>`;
}
