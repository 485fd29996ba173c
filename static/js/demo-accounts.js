// <demo-accounts>: one click on an account fills the sign-in form. The demo only.
//
// Children: buttons with data-email; the element has data-password.

class DemoAccounts extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-email]");
      const form = document.querySelector("form.login");
      if (!button || !form) {
        return;
      }
      form.elements.login.value = button.dataset.email;
      form.elements.password.value = this.dataset.password;
      form.querySelector("button[type=submit]").focus();
    });
  }
}

customElements.define("demo-accounts", DemoAccounts);
