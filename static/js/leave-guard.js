// <leave-guard> round a form: leaving with unsaved words asks first. The browser words the question.

class LeaveGuard extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form || this.controller) return;
    this.controller = new AbortController();
    const { signal } = this.controller;
    let touched = false;
    form.addEventListener("input", () => (touched = true), { signal });
    form.addEventListener("change", () => (touched = true), { signal });
    form.addEventListener("submit", () => (touched = false), { signal });
    window.addEventListener(
      "beforeunload",
      (event) => {
        if (touched) event.preventDefault();
      },
      { signal },
    );
  }

  disconnectedCallback() {
    this.controller?.abort();
    this.controller = null;
  }
}

customElements.define("leave-guard", LeaveGuard);
