// A chart by ECharts. Owns its loading, size and colours; must not know what is drawn. Under our
// Content-Security-Policy its tooltip must be drawn (richText): one of HTML has inline styles.
import { css, html, nothing } from 'lit';
import { Part } from './element.js';

const COLOURS = ['accent', 'accent-strong', 'ink', 'ink-soft', 'line', 'line-strong', 'card', 'well', 'good', 'warn', 'bad', 'star'];

export class Chart extends Part {
  static properties = {
    draw: { attribute: false }, // (colours) => an option of ECharts
    label: {}, // what it shows, in words; its numbers stand in a table beside it
    failed: { state: true },
  };
  static styles = [Part.styles, css`
    :host { min-height: 260px; height: 260px; }
    :host([tall]) { height: 320px; }
    .chart { width: 100%; height: 100%; }
  `];

  #chart = null;
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #still = matchMedia('(prefers-reduced-motion: reduce)');
  #onScheme = () => this.#paint();
  #sizes = new ResizeObserver(() => this.#chart?.resize());

  connectedCallback() {
    super.connectedCallback();
    this.#scheme.addEventListener('change', this.#onScheme);
    this.#begin();
  }

  disconnectedCallback() {
    this.#scheme.removeEventListener('change', this.#onScheme);
    this.#sizes.disconnect();
    this.#chart?.dispose();
    this.#chart = null;
    super.disconnectedCallback();
  }

  async #begin() {
    try {
      const { init } = await import('./chart-library.js');
      await this.updateComplete;
      if (!this.isConnected || this.#chart) return;
      const box = this.renderRoot.querySelector('.chart');
      this.#chart = init(box, null, { renderer: 'svg' });
      this.#sizes.observe(box);
      this.#paint();
    } catch {
      this.failed = true;
    }
  }

  updated(changed) {
    if (changed.has('draw')) this.#paint();
  }

  #paint() {
    if (!this.#chart || !this.draw) return;
    const style = getComputedStyle(this);
    const colours = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.#chart.setOption({
      animation: !this.#still.matches, textStyle: { fontFamily: style.fontFamily, color: colours.ink },
      ...this.draw(colours),
    }, { notMerge: true });
  }

  render() {
    return html`${this.failed ? html`<p class="message">${this.t.common.noChart}</p>` : nothing}
      <div class="chart" role="img" aria-label=${this.label} ?hidden=${this.failed}></div>`;
  }
}
customElements.define('sv-chart', Chart);
