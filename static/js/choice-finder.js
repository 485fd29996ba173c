// <choice-finder>: groups of tick boxes (disclosures) gain a search field and a line of what is
// chosen. Without this script the groups are opened by hand and everything still works.

const plain = (text) =>
  text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLocaleLowerCase();

class ChoiceFinder extends HTMLElement {
  connectedCallback() {
    if (this.search) return;
    this.options = [...this.querySelectorAll(".choice")].map((label) => ({
      label,
      group: label.closest("details"),
      box: label.querySelector("input"),
      name: label.textContent.trim(),
      words: plain(label.textContent),
    }));
    this.openAtFirst = new Map(
      [...this.querySelectorAll("details")].map((group) => [group, group.open]),
    );

    this.search = document.createElement("input");
    this.search.type = "search";
    this.search.className = "choice-search";
    this.search.placeholder = this.dataset.searchLabel;
    this.search.setAttribute("aria-label", this.dataset.searchLabel);
    this.search.autocomplete = "off";
    this.search.addEventListener("input", () => this.filter());
    this.search.addEventListener("keydown", (event) => this.onKey(event));

    this.summary = document.createElement("p");
    this.summary.className = "choice-summary";
    this.summary.setAttribute("role", "status");
    this.prepend(this.search, this.summary);
    this.addEventListener("change", () => this.tell());
    this.tell();
  }

  onKey(event) {
    // Enter takes the first match instead of sending the form.
    if (event.key === "Enter") {
      event.preventDefault();
      const first = this.options.find((option) => !option.label.hidden);
      if (first && this.search.value.trim()) {
        first.box.checked = !first.box.checked;
        first.box.dispatchEvent(new Event("change", { bubbles: true }));
        this.search.select();
      }
    } else if (event.key === "Escape" && this.search.value) {
      event.preventDefault();
      this.search.value = "";
      this.filter();
    }
  }

  filter() {
    const wanted = plain(this.search.value.trim());
    let found = 0;
    for (const option of this.options) {
      option.label.hidden = Boolean(wanted) && !option.words.includes(wanted);
      found += option.label.hidden ? 0 : 1;
    }
    for (const [group, wasOpen] of this.openAtFirst) {
      const any = group.querySelector(".choice:not([hidden])");
      group.hidden = !any;
      group.open = wanted ? Boolean(any) : wasOpen || Boolean(group.querySelector(":checked"));
    }
    this.tell(found === 0);
  }

  tell(nothing = false) {
    const chosen = this.options.filter((option) => option.box.checked).map((option) => option.name);
    for (const group of this.openAtFirst.keys()) {
      const count = group.querySelectorAll(":checked").length;
      let mark = group.querySelector(".choice-count");
      if (!mark) {
        mark = document.createElement("span");
        mark.className = "choice-count";
        group.querySelector("summary").append(" ", mark);
      }
      mark.textContent = count ? `(${count})` : "";
    }
    this.summary.textContent = nothing
      ? this.dataset.none
      : chosen.length
        ? `${this.dataset.chosen}: ${chosen.join(" · ")}`
        : "";
  }
}

customElements.define("choice-finder", ChoiceFinder);
