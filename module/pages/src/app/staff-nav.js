// The tabs of the staff's pages. Owns which page is for which role; an icon above the name on a
// phone, so that seven of them stand in one row at 360 px.
import { css, html, nothing, svg } from 'lit';
import { Part } from '../kit/element.js';
import { pageUrl } from '../kit/pages.js';

const ALL = ['unit', 'inspector', 'office', 'leader', 'admin'];
const PAGES = [
  { name: 'desk', roles: ALL, icon: 'M4 13l2.5-8h11L20 13v6H4z M4 13h5l1 2.5h4l1-2.5h5' },
  { name: 'inspect', roles: ALL.filter((role) => role !== 'leader'), icon: 'M9 3.5h6v3.5H9z M8 5.5H5V21h14V5.5h-3 M8.8 14l2.2 2.2 4.3-4.4' },
  { name: 'calendar', roles: ALL, icon: 'M4 6h16v14H4z M4 10.5h16 M8 3.5v4 M16 3.5v4' },
  { name: 'inspections', roles: ALL, icon: 'M6 3h8.5L19 7.5V21H6z M14 3v5h5 M9 12.5h6 M9 16.5h6' },
  { name: 'directives', roles: ALL, icon: 'M5 4h14v16.5H5z M8.5 9l1.3 1.3L12 8 M14 9h2.5 M8.5 14.5l1.3 1.3 2.2-2.3 M14 14.5h2.5' },
  { name: 'standing', roles: ALL, icon: 'M4 4v16h16 M7.5 15l4-4.5 3 2.5 5-6' },
  { name: 'rulebook', roles: ALL, icon: 'M5 4.5c2.5-.5 5 0 7 1.5 2-1.5 4.5-2 7-1.5V19c-2.5-.5-5 0-7 1.5-2-1.5-4.5-2-7-1.5z M12 6v14.5' },
];

export class StaffNav extends Part {
  static properties = { view: {}, me: { state: true } };
  static styles = [Part.styles, css`
    nav { background: var(--well); padding: 4px; border-radius: 12px; margin: 6px 0 16px; min-height: 62px; overflow-x: auto; }
    ul { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(max-content, 1fr); }
    a {
      display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 1px; min-height: 54px; padding: 4px 1px;
      border-radius: 9px; text-decoration: none; color: var(--ink-soft); font-weight: 600; font-size: clamp(.6875rem, 3.06vw, .75rem); letter-spacing: -.01em; line-height: 1.4; white-space: nowrap;
    }
    a:hover { color: var(--ink); }
    a:focus-visible { outline-offset: -3px; border-radius: 9px; }
    a[aria-current] { background: var(--card); color: var(--accent); box-shadow: var(--shadow); }
    svg { width: 22px; height: 22px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
    @media (min-width: 860px) {
      nav { min-height: 54px; }
      ul { gap: 2px; }
      a { flex-direction: row; letter-spacing: 0; gap: 8px; font-size: 1rem; min-height: 46px; padding: 4px 10px; }
    }
    @media print { nav { display: none; } }
  `];

  updated(changed) {
    if (changed.has('client') && this.client) this.client.me().then((me) => { this.me = me; }, () => {});
  }

  #page(t, { name, icon }) {
    return html`<li><a href=${pageUrl(name)} data-page=${name} aria-current=${name === this.view ? 'page' : nothing}>
      <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${icon}></path>`}</svg>${t.nav[name]}</a></li>`;
  }

  render() {
    const t = this.t;
    const pages = PAGES.filter((page) => page.roles.includes(this.me?.role));
    return html`<nav aria-label=${t.nav.label}><ul>${pages.map((page) => this.#page(t, page))}</ul></nav>`;
  }
}
customElements.define('sv-staff-nav', StaffNav);
