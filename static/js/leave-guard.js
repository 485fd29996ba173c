// <leave-guard> round a form: leaving with unsaved words asks first. The browser words the question.
//
// data-is-unsaved: the form came back with words that the server did not save.

const NOT_TYPED = new Set(["csrfmiddlewaretoken", "edition", "form_id"]);

function typedIn(form) {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_TYPED.has(name)));
}

class LeaveGuard extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form || this.controller) return;
    this.controller = new AbortController();
    const { signal } = this.controller;
    const asServed = "isUnsaved" in this.dataset ? "" : typedIn(form);
    let isSending = false;
    form.addEventListener("submit", () => (isSending = true), { signal });
    window.addEventListener("pageshow", () => (isSending = false), { signal });
    window.addEventListener(
      "beforeunload",
      (event) => {
        if (!isSending && typedIn(form) !== asServed) event.preventDefault();
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
