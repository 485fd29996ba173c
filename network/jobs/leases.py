"""Work that a process holds for a while: leases instead of flags.

A row is claimed with `SKIP LOCKED` and a lease that ends by the database's clock. A worker that
dies simply stops renewing; the sweep finds the row once the lease is over. No flag has to be
cleared by hand.
"""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class LeasedQuerySet(models.QuerySet[Any]):
    """Questions about leased rows; time is the database's, so that clocks cannot disagree."""

    def under_lease(self) -> Self:
        return self.filter(lease_ends_at__gt=Now())

    def lease_over(self) -> Self:
        return self.filter(lease_ends_at__lte=Now())

    def due(self) -> Self:
        return self.filter(due_at__lte=Now())


class Leased(models.Model):
    """Columns of a row that is processed under a lease."""

    lease_token = models.UUIDField(_("lease"), null=True, editable=False)
    lease_ends_at = models.DateTimeField(_("lease ends"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    due_at = models.DateTimeField(_("due"), db_default=Now(), editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    class Meta:
        abstract = True

    @staticmethod
    def new_token() -> uuid.UUID:
        return uuid.uuid4()
