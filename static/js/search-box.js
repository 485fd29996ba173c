// <search-box>: the results of a search as somebody types, as a combobox with a list box
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without this script the form sends its words
// to the page of the search.

const PAUSE = 150;
let count = 0;

class SearchBox extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.form = this.querySelector("form");
    this.field = this.querySelector("input");
    this.list = document.createElement("div");
    this.list.className = "search-list";
    this.list.id = `search-list-${++count}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.listLabel);
    this.list.hidden = true;
    this.form.append(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      this.field.setAttribute(name, value);
    }
    if (this.dataset.key) this.field.setAttribute("aria-keyshortcuts", this.dataset.key);
    this.field.addEventListener("input", () => this.wait());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    // A press on an option must not take the focus from the field before it is a click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget)) this.close();
    });
    this.onShortcut = (event) => this.jump(event);
    document.addEventListener("keydown", this.onShortcut);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onShortcut);
  }

  jump(event) {
    const { target } = event;
    const isWriting =
      target instanceof HTMLElement &&
      (target.isContentEditable || target.closest("input, textarea, select"));
    if (event.key !== this.dataset.key || isWriting || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    if (!this.field.checkVisibility()) {
      // A narrow header has no room for the field, which the page of the search has.
      if (location.pathname === new URL(this.form.action).pathname) {
        document.querySelector(".search-box--large input")?.focus();
      } else {
        location.assign(this.form.action);
      }
      return;
    }
    this.field.focus();
    this.field.select();
  }

  wait() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const words = this.field.value.trim();
    if (!words) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(words), PAUSE);
  }

  async ask(words) {
    this.asked = new AbortController();
    const { signal } = this.asked;
    try {
      const answer = await fetch(`${this.dataset.url}?q=${encodeURIComponent(words)}`, { signal });
      const options = answer.ok ? await answer.text() : "";
      if (!signal.aborted) this.show(options);
    } catch {
      // Offline, or somebody typed on: the form still sends the words.
      if (!signal.aborted) this.close();
    }
  }

  show(options) {
    this.list.innerHTML = options;
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, number) => {
      option.id = `${this.list.id}-${number}`;
    });
    this.mark(-1);
    const isOpen = this.options.length > 0 && this.contains(document.activeElement);
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  mark(number) {
    this.marked = number;
    this.options?.forEach((option, each) => {
      option.setAttribute("aria-selected", String(each === number));
    });
    const option = this.options?.[number];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  onKey(event) {
    if (event.isComposing || this.list.hidden) return;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown") {
      this.mark(this.marked === last ? 0 : this.marked + 1);
    } else if (event.key === "ArrowUp") {
      this.mark(this.marked <= 0 ? last : this.marked - 1);
    } else if (event.key === "Enter" && this.marked >= 0) {
      this.options[this.marked].click();
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }
}

customElements.define("search-box", SearchBox);
