// The switch between Chinese and English. Not there where a lang attribute has decided.
import { html, nothing } from 'lit';
import { Part } from '../kit/element.js';
import { chooseLanguage, languageOwner } from '../kit/i18n.js';

export class Language extends Part {
  render() {
    if (languageOwner(this)) return nothing;
    const other = this.language === 'zh' ? 'en' : 'zh';
    return html`<button type="button" class="quiet" lang=${other === 'zh' ? 'zh-CN' : 'en'}
      @click=${() => chooseLanguage(other)}>${this.t.app.other}</button>`;
  }
}
customElements.define('sv-language', Language);
