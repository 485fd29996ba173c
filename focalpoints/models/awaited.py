"""What every row has that waits for the Secretariat's decision, in whichever table it is."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Awaited(models.Model):
    """What members send in and the Secretariat decides on: one review queue holds all of it.

    A subclass has a `member`, a `state`, and a QuerySet that answers `awaiting_review()`. Who
    looks after a row, its reminder and its escalation are those of `focalpoints.review.waiting`.
    """

    # The state in which it waits, and the column with the moment since which it does.
    AWAITING: ClassVar[str]
    WAITING_SINCE: ClassVar[str]

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("assigned to"),
        help_text=_("Who of the Secretariat looks after the submission."),
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    escalated_at = models.DateTimeField(_("escalated"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def waits(self) -> bool:
        return str(getattr(self, "state")) == self.AWAITING  # noqa: B009 - of the subclass

    @property
    def waiting_since(self) -> datetime.datetime | None:
        """When it was sent in, for the last time."""
        found: datetime.datetime | None = getattr(self, self.WAITING_SINCE)
        return found

    @property
    def title_in_mail(self) -> str:
        """What it is called where anybody may read it: it names no person."""
        raise NotImplementedError
