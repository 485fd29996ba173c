// <error-summary>: takes the focus when a form comes back with errors, so that a screen reader
// starts there and a keyboard is one step from the first link.

class ErrorSummary extends HTMLElement {
  connectedCallback() {
    this.tabIndex = -1;
    requestAnimationFrame(() => this.focus());
  }
}

customElements.define("error-summary", ErrorSummary);
