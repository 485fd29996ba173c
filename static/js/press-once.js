// A form is sent once: a second press, while the first is under way, does nothing.

const UNDER_WAY_MS = 10_000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
  if (form.hasAttribute("data-under-way")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-under-way", "");
  form.setAttribute("aria-busy", "true");
  // Where no answer comes, the button works again.
  setTimeout(() => free(form), UNDER_WAY_MS);
});

// The Back button may restore the page with the button disabled.
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(free));

function free(form) {
  form.removeAttribute("data-under-way");
  form.removeAttribute("aria-busy");
}
