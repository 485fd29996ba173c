// The admin's policy allows no inline <style>; htmx would add one for its indicators.
// unfold loads htmx just before this script.
if (window.htmx) {
  window.htmx.config.includeIndicatorStyles = false;
}

// unfold's pages have no main landmark; screen readers jump to it.
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");
});

// What unfold leaves without a name, named before its own scripts start: these run in the order
// in which they were loaded, and this one is the first.
document.addEventListener("DOMContentLoaded", () => {
  const title = document.querySelector("h1")?.textContent.trim() ?? "";

  // Every box that scrolls becomes a region; two of one name cannot be distinguished.
  for (const box of document.querySelectorAll("[data-simplebar]")) {
    const part = box.closest("#changelist-filter")
      ? document.querySelector('[x-on\\:click^="filterOpen = true"]')
      : (box.closest("fieldset")?.querySelector("h2") ?? box.closest("nav, form"));
    const name = part?.getAttribute("aria-label") ?? words(part);
    box.dataset.simplebarAriaLabel = name.length > 0 && name.length < 100 ? name : title;
  }

  // A list of what was chosen holds nothing but that; each choice is taken back by itself.
  for (const picker of document.querySelectorAll("select[multiple].admin-autocomplete")) {
    picker.dataset.allowClear = "false";
  }

  // unfold writes the name of a chosen file into a field beside it, which plain ones do not have;
  // it passes by those that it takes for done.
  for (const file of document.querySelectorAll("input[type=file]")) {
    const around = file.parentNode.parentNode.parentNode;
    if (!around.querySelector("input[type=text]")) file.hasChangeListener = true;
  }

  const nameThem = () => document.querySelectorAll(".select2-container").forEach(nameOfPicker);
  new MutationObserver(nameThem).observe(document.body, { childList: true, subtree: true });
});

/** What an element says, without the names of its icons. */
function words(element) {
  const copy = element?.cloneNode(true);
  copy?.querySelectorAll(".material-symbols-outlined").forEach((icon) => icon.remove());
  return copy?.textContent.trim() ?? "";
}

/** Give a picker that searches as one types the label of its field. */
function nameOfPicker(container) {
  const field = container.previousElementSibling;
  const label = field?.labels?.[0];
  if (!label || container.dataset.named) {
    return;
  }
  container.dataset.named = "yes";
  label.id ||= `${field.id}-label`;
  const chosen = container.querySelector(".select2-selection__rendered[id]");
  container
    .querySelector(".select2-selection--single")
    ?.setAttribute("aria-labelledby", `${label.id} ${chosen?.id ?? ""}`.trim());
  for (const part of container.querySelectorAll("[role=textbox], [role=searchbox]")) {
    part.setAttribute("aria-labelledby", label.id);
  }
}
