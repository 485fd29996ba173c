// The admin's policy allows no inline <style>; htmx would add one for its indicators.
// unfold loads htmx just before this script.
if (window.htmx) {
  window.htmx.config.includeIndicatorStyles = false;
}

// unfold's pages have no main landmark; screen readers jump to it.
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");
});
