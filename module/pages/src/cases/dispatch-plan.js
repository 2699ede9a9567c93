// What a dispatch will use, said before it is sent: unit, matter and the time allowed. Owns the
// reading of the rulebook's terms; the deadlines themselves are the server's to set.
import { css, html, nothing } from 'lit';
import { today } from '../kit/days.js';
import { Part } from '../kit/element.js';
import { dateTime, fromLocal, lengthOf } from '../kit/format.js';
import { caseTitle, unitName } from '../campus/names.js';

/** The case as the fields that are filled in will make it. */
function planned(k, values) {
  const moved = values.domain && values.domain !== k.domain;
  return {
    domain: values.domain || k.domain, domain_name: moved ? '' : k.domain_name,
    category: values.category || (moved ? '' : k.category),
    category_name: moved || values.category ? '' : k.category_name,
    unit: values.unit || (moved ? '' : k.unit), unit_name: moved || values.unit ? '' : k.unit_name,
    severity: values.severity || k.severity,
  };
}

/** The fields without which the server would refuse the dispatch. */
export function planMissing(k, units) {
  const known = !units || units.some((u) => u.id === k.unit && !u.retired);
  return [(!known || !k.unit) && 'unit', !k.category && 'category'].filter(Boolean);
}

/** A directive is to be carried out by the day of its last milestone, unless that is past. */
function lastMoment(ledger) {
  const last = ledger?.milestones?.at(-1)?.due;
  return last >= today() ? fromLocal(`${last}T23:59`) : undefined;
}

export class DispatchPlan extends Part {
  static properties = {
    case: { attribute: false }, values: { attribute: false }, domains: { attribute: false }, units: { attribute: false },
    rules: { state: true }, // the domain with its terms
  };
  static styles = [Part.styles, css`
    section { background: var(--well); border-radius: var(--radius-small); padding: 14px 16px; }
  `];

  #asked = '';

  updated() {
    const { domain } = planned(this.case, this.values);
    if (!domain || !this.client || domain === this.#asked) return;
    this.#asked = domain;
    this.client.domain(domain).then((rules) => { this.rules = rules; }, () => { this.#asked = ''; });
  }

  #terms(t, plan) {
    const rules = this.rules?.domain === plan.domain ? this.rules : null;
    const rule = rules?.deadlines?.find((d) => d.severity === plan.severity);
    const by = fromLocal(this.values.rectify_by) ?? lastMoment(this.case.ledger);
    if (!rule && !by) return '';
    const say = rule?.clock === 'working' ? t.desk.withinWorking : t.desk.within;
    const severity = t.severity[plan.severity] ?? '';
    const sign = rule && `${t.desk.sign} ${say(lengthOf(t, rule.sign_min))}`;
    const rectify = `${t.desk.rectify} ${by ? dateTime(this.language, by) : say(lengthOf(t, rule.rectify_min))}`;
    return [severity, sign, rectify].filter(Boolean).join(' · ');
  }

  render() {
    const t = this.t;
    const plan = planned(this.case, this.values);
    const unit = unitName(this.language, this.units, plan.unit, plan.unit_name);
    const terms = this.#terms(t, plan);
    return html`<section class="stack tight" aria-labelledby="title" aria-live="polite"><h4 id="title">${t.desk.plan}</h4>
      <dl class="facts"><dt>${t.fields.unit}</dt><dd id="plan-unit">${unit || t.desk.noUnit}</dd>
        <dt>${t.fields.category}</dt><dd id="plan-category">${plan.category ? caseTitle(this.language, this.domains, plan) : t.desk.noCategory}</dd>
        ${terms ? html`<dt>${t.desk.term}</dt><dd id="plan-terms">${terms}</dd>` : nothing}</dl></section>`;
  }
}
customElements.define('sv-dispatch-plan', DispatchPlan);
