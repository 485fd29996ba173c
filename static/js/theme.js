// Runs before the first paint (a plain script in the head, not a module), so that a chosen colour
// scheme does not flash in late.
(() => {
  try {
    const chosen = localStorage.getItem("portal-theme");
    if (chosen === "light" || chosen === "dark") {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // Storage may be refused; the system's scheme holds then.
  }
})();
