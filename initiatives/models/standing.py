"""Where a State stands with its plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Where a State stands with its plan on a day; computed from dates, never typed.

    In this order a State's best plan counts. "Superseded" applies to a plan only, never to a State.
    """

    IN_FORCE = "in_force", _("in force")
    LAPSING = "lapsing", _("lapsing within a year")
    LAPSED = "lapsed", _("lapsed")
    RECORDED = "recorded", _("recorded, period unknown")
    PREPARATION = "preparation", _("under preparation")
    NO_RECORD = "no_record", _("no plan recorded")
    SUPERSEDED = "superseded", _("superseded")

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return STANDING_TONES[self.value]


STANDING_TONES = {
    "in_force": "ok",
    "lapsing": "warn",
    "lapsed": "bad",
    "recorded": "info",
    "preparation": "quiet",
    "no_record": "quiet",
    "superseded": "quiet",
}

STATE_STANDINGS = tuple(item for item in Standing if item is not Standing.SUPERSEDED)

# A plan whose end lies less than this many days ahead is lapsing.
LAPSING_DAYS = 365
