// <toast-list>: messages that float, can be closed, and go away by themselves when they only
// say that something went well. What went wrong stays until it is closed.
//
// Children: <li class="toast toast--LEVEL"> with a <button class="toast-close">.

const STAYS_MS = 8000;

class ToastList extends HTMLElement {
  connectedCallback() {
    const list = this.querySelector("ul");
    if (!list) {
      return;
    }
    this.classList.add("is-floating");
    // A live region announces what is added to it, not what it was born with.
    const toasts = [...list.children];
    list.replaceChildren();
    requestAnimationFrame(() => list.append(...toasts));
    this.addEventListener("click", (event) => {
      const button = event.target.closest(".toast-close");
      if (button) {
        this.#remove(button.closest(".toast"));
      }
    });
    for (const toast of toasts) {
      if (toast.matches(".toast--success, .toast--info, .toast--debug")) {
        this.#removeLater(toast);
      }
    }
  }

  #removeLater(toast) {
    let timer = setTimeout(() => this.#remove(toast), STAYS_MS);
    const hold = () => clearTimeout(timer);
    const release = () => {
      timer = setTimeout(() => this.#remove(toast), STAYS_MS);
    };
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("pointerleave", release);
    toast.addEventListener("focusout", release);
  }

  #remove(toast) {
    toast.remove();
  }
}

customElements.define("toast-list", ToastList);
