// <page-notices> round notices: says them to screen readers, which announce what is put into a
// live region and not what it was born with.

class PageNotices extends HTMLElement {
  connectedCallback() {
    for (const notice of this.querySelectorAll("[role]")) {
      const sentences = [...notice.children];
      notice.replaceChildren();
      requestAnimationFrame(() => notice.append(...sentences));
    }
  }
}

customElements.define("page-notices", PageNotices);
