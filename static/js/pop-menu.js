// <pop-menu>: wraps a <details class="menu">. Closes it on Escape (focus goes back to its button),
// on a click elsewhere and when the focus leaves. Without this script the details still opens.

class PopMenu extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.away = (event) => {
      if (!this.contains(event.target)) {
        this.details.open = false;
      }
    };
    document.addEventListener("click", this.away);
    document.addEventListener("focusin", this.away);
    this.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.away);
    document.removeEventListener("focusin", this.away);
  }

  handleEvent(event) {
    if (event.key === "Escape" && this.details.open) {
      this.details.open = false;
      this.details.querySelector("summary").focus();
    }
  }
}

customElements.define("pop-menu", PopMenu);
