// <theme-switch>: a button that turns light into dark and back, and remembers it.
//
// Attributes: data-to-dark and data-to-light, the button's names. Without a choice the system's
// scheme holds, and choosing what the system has already clears the choice again.

const KEY = "portal-theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

function current() {
  return document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");
}

function choose(theme) {
  const root = document.documentElement;
  const isSystems = theme === (system.matches ? "dark" : "light");
  if (isSystems) {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = theme;
  }
  try {
    if (isSystems) {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, theme);
    }
  } catch {
    // The choice holds for this page.
  }
  document.dispatchEvent(new CustomEvent("theme-change"));
}

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.show = () => this.#show();
    this.addEventListener("click", this);
    document.addEventListener("theme-change", this.show);
    system.addEventListener("change", this.show);
    this.#show();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
    document.removeEventListener("theme-change", this.show);
    system.removeEventListener("change", this.show);
  }

  handleEvent() {
    choose(current() === "dark" ? "light" : "dark");
  }

  #show() {
    const isDark = current() === "dark";
    const button = this.querySelector("button");
    button.setAttribute("aria-label", isDark ? this.dataset.toLight : this.dataset.toDark);
    button.title = button.getAttribute("aria-label");
    this.querySelector(".icon--sun").toggleAttribute("hidden", !isDark);
    this.querySelector(".icon--moon").toggleAttribute("hidden", isDark);
  }
}

customElements.define("theme-switch", ThemeSwitch);
