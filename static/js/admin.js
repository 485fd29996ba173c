// The admin's policy allows no inline <style>; htmx would add one for its indicators.
// unfold loads htmx just before this script.
if (window.htmx) {
  window.htmx.config.includeIndicatorStyles = false;
}
