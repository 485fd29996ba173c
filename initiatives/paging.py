"""Pages of long lists whose counting stops early.

Counting 100,000 filtered rows costs more than showing twenty of them. Past the cap the reader is
shown "more than", and narrows the list instead of turning to page 900.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

CAP = 1_000


class CappedPaginator(Paginator):
    """A paginator that counts and shows the first `CAP` rows only."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        # The inner query has a limit, so that the database stops at the cap; without an order it
        # need not sort what it counts.
        return int(rows.order_by().values("pk")[: CAP + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._counted, CAP)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than are counted."""
        return self._counted > CAP
