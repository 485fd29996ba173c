"""axe on the pages of the admin: every rule of axe, by day, by night and on a phone.

`OF_UNFOLD` lists what axe finds in templates of unfold, and nothing else is accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page


@dataclass(frozen=True)
class OfUnfold:
    """A violation that the portal cannot correct without copying one of unfold's templates."""

    rule: str  # axe's name of it
    selector: str  # what the elements concerned match, and no others
    template: str  # which of unfold's templates makes them


OF_UNFOLD = (
    # The title of a filter is two levels below that of the page.
    OfUnfold("heading-order", "#changelist-filter h3", "admin/filter.html"),
    # So does that of a row, where the inline itself shows its title as a tab only.
    OfUnfold(
        "heading-order",
        ".inline-related h3, [id$='-data'] h3",
        "unfold/helpers/edit_inline/stacked_title.html",
    ),
    # The column with the boxes that delete a row.
    OfUnfold(
        "empty-table-header",
        "[id$='-group'] thead th:last-child",
        "unfold/helpers/edit_inline/tabular_heading.html",
    ),
)

# What depends on the colours alone.
OF_COLOURS = ("color-contrast", "link-in-text-block")

_AXE = """async ([rules, accepted, within]) => {
  const options = { resultTypes: ["violations"], elementRef: true, iframes: false, preload: false };
  if (rules) options.runOnly = { type: "rule", values: rules };
  const { violations } = await axe.run(within ?? document, options);
  return violations.flatMap((rule) => rule.nodes.map((node) => ({
    text: `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${node.html.slice(0, 300)}`,
    accepted: accepted.findIndex(([id, selector]) =>
      id === rule.id && node.element.matches(selector)),
  })));
}"""

# No colour is judged while it changes: one that ends may begin that of what it contains.
_BY_NIGHT = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, ::before, ::after { transition: none !important; }");
  document.adoptedStyleSheets = [still];
  document.documentElement.classList.add("dark");
}"""

# The rows of a list are alike; axe takes half a minute for two hundred.
_SHORTEN = """() => {
  for (const row of [...document.querySelectorAll("#result_list tbody tr")].slice(5)) row.remove();
}"""

# unfold keeps the inlines of a form behind its tabs: axe looks at all of them at once, and at each
# alone for what depends on what else is shown.
TABS = '.admin-tabs a[href^="#"]'
OF_WHAT_IS_SHOWN = ("heading-order",)
_OPEN_TABS = """() => {
  const behind = document.querySelectorAll("[x-show^=activeTab], [x-show^=activeFieldsetTab]");
  for (const part of behind) part.style.removeProperty("display");
}"""
# What a page has of its own; round it stands the frame, which is the same on all.
CONTENT = "#content"
# It keeps the filters of a list behind a button.
THE_FILTERS = "#changelist-filter"
FILTERS = '[x-on\\:click^="filterOpen = true"]'


@dataclass
class AdminAxe:
    """axe with a list of what it may find; remembers what of the list it has found."""

    accepted: Sequence[OfUnfold] = OF_UNFOLD
    met: set[OfUnfold] = field(default_factory=set)
    has_seen_frame: bool = False

    def look(
        self, page: Page, rules: Sequence[str] | None = None, within: str | None = None
    ) -> list[str]:
        """What the rules (None: all) find on the present page, without what is accepted.

        `within`: the selector of the part that is looked at; the whole page without one.
        """
        if not page.evaluate("window.axe"):
            page.evaluate(AXE_SCRIPT)
        listed = [[known.rule, known.selector] for known in self.accepted]
        found: list[dict[str, Any]] = page.evaluate(_AXE, [rules, listed, within])
        self.met |= {self.accepted[each["accepted"]] for each in found if each["accepted"] >= 0}
        return [each["text"] for each in found if each["accepted"] < 0]

    def look_behind(self, page: Page) -> list[str]:
        """As `look`, by day and by night, with all tabs and the filters of the page opened.

        The frame, which is the same on all, is looked at with the first page.
        """
        page.evaluate(_SHORTEN)
        page.evaluate(_OPEN_TABS)
        faults = self._day_and_night(page)
        for tab in page.locator(TABS).all()[1:]:
            tab.click()
            faults += self.look(page, OF_WHAT_IS_SHOWN, CONTENT)
        if (filters := page.locator(FILTERS)).is_visible():
            filters.click()
            faults += self._day_and_night(page, THE_FILTERS)
        return faults

    def _day_and_night(self, page: Page, within: str | None = None) -> list[str]:
        part = within or (CONTENT if self.has_seen_frame else None)
        faults = self.look(page, within=part)
        page.evaluate(_BY_NIGHT)
        faults += [f"by night: {fault}" for fault in self.look(page, OF_COLOURS, part)]
        self.has_seen_frame = True
        page.evaluate("document.documentElement.classList.remove('dark')")
        return faults

    def not_met(self) -> list[OfUnfold]:
        return [known for known in self.accepted if known not in self.met]
