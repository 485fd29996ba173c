"""Pages of the directory, of which the last costs as much as the first.

One query counts the people of each member. Whose people stand on a page is told from these numbers,
so that the database sorts those of a few members alone, however many people there are.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from focalpoints.filters import DirectoryFilter

PER_PAGE = 50


class DirectoryPaginator(Paginator):
    """The designations that `filters` leave, in their order."""

    def __init__(self, filters: DirectoryFilter) -> None:
        super().__init__(filters.found, PER_PAGE)
        self._filters = filters

    @cached_property
    def _by_member(self) -> list[tuple[int, int]]:
        return self._filters.found_by_member()

    @cached_property
    def count(self) -> int:
        if (all_found := self._filters.all_found) is not None:
            return len(all_found)
        return sum(number for _member, number in self._by_member)

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        if (all_found := self._filters.all_found) and len(all_found) <= PER_PAGE:
            return Page(self._filters.rows_of(list(all_found)), number, self)
        first = (number - 1) * PER_PAGE
        members, before, skipped = [], 0, 0
        for member, people in self._by_member:
            if before + people <= first:
                skipped = before + people
            elif before < first + PER_PAGE:
                members.append(member)
            before += people
        # Keys first: thousands of a member's people are sorted without being read.
        ordered = self._filters.found.filter(member__in=members).values_list("pk", flat=True)
        keys = list(ordered[first - skipped : first - skipped + PER_PAGE])
        return Page(self._filters.rows_of(keys), number, self)
