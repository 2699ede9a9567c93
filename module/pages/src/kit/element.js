// What all our elements share: language, API client, events. Owns no look and no data.
import { LitElement } from 'lit';
import { Api } from './api.js';
import { changes, languageOf, pick, textsOf } from './i18n.js';
import base from './styles/base.js';

/** A part of a view; gets its client from the view that it stands in. */
export class Part extends LitElement {
  static properties = { client: { attribute: false } };
  static styles = [base];
  static shadowRootOptions = { ...LitElement.shadowRootOptions };

  #onLanguage = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    changes.addEventListener('change', this.#onLanguage);
    this.requestUpdate(); // moved below another lang attribute, perhaps
  }

  disconnectedCallback() {
    changes.removeEventListener('change', this.#onLanguage);
    super.disconnectedCallback();
  }

  get language() {
    return languageOf(this);
  }

  get t() {
    return textsOf(this.language);
  }

  pick(thing, member) {
    return pick(this.language, thing, member);
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Moves the focus to what `selector` finds, once it is rendered. */
  async focusOn(selector) {
    await this.updateComplete;
    this.renderRoot.querySelector(selector)?.focus();
  }
}

/** A whole view, with an `api` attribute. */
export class View extends Part {
  static properties = { api: { type: String } };

  static get observedAttributes() {
    return [...super.observedAttributes, 'lang'];
  }

  constructor() {
    super();
    this.api = '/supervision/';
  }

  willUpdate(changed) {
    if (changed.has('api') && !(changed.has('client') && this.client)) this.client = new Api(this.api);
  }

  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (name === 'lang' && before !== now) changes.dispatchEvent(new Event('change'));
  }
}
