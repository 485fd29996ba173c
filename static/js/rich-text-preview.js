// <rich-text-preview>: below a text with links and lists a button that shows it as readers will see
// it. Without this script the field's help says how such a text is written.

class RichTextPreview extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button--small admin-button";
    this.button.textContent = this.area.dataset.previewLabel;
    this.button.setAttribute("aria-label", this.name);
    this.button.addEventListener("click", () => this.show());
    this.shown = document.createElement("div");
    this.shown.className = "rich-text-shown";
    this.shown.setAttribute("role", "status");
    this.shown.hidden = true;
    this.append(this.button, this.shown);
    // What stands there is no longer what is written.
    this.area.addEventListener("input", () => {
      this.shown.hidden = true;
    });
  }

  get name() {
    const label = this.area.labels?.[0]?.textContent.trim() ?? "";
    return label ? `${this.area.dataset.previewLabel}: ${label}` : this.area.dataset.previewLabel;
  }

  async show() {
    const { previewUrl, previewFailed } = this.area.dataset;
    const token = this.area.form?.elements.csrfmiddlewaretoken?.value ?? "";
    const asked = this.area.value;
    let answer = null;
    try {
      answer = await fetch(previewUrl, {
        method: "POST",
        body: new URLSearchParams({ text: asked }),
        headers: { "X-CSRFToken": token },
        redirect: "error",
      });
    } catch {
      // Told below, as any other answer than the text.
    }
    if (answer?.ok) {
      // The server has cleaned it, as it does for every page.
      this.shown.innerHTML = await answer.text();
    } else {
      this.shown.textContent = previewFailed;
    }
    this.shown.hidden = this.area.value !== asked;
  }
}

customElements.define("rich-text-preview", RichTextPreview);

document.addEventListener("DOMContentLoaded", () => {
  for (const area of document.querySelectorAll("textarea[data-preview-url]")) {
    const preview = document.createElement("rich-text-preview");
    preview.area = area;
    area.after(preview);
  }
});
