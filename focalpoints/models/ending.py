"""Ends of designations, recorded so that the former end day can be restored."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from focalpoints.models.designation import Designation
from network import clock

# Long enough to notice a mistake; after that an end is a fact of the register.
UNDO_WITHIN = datetime.timedelta(days=7)


class EndingQuerySet(models.QuerySet["Ending"]):
    def undoable_at(self, moment: datetime.datetime) -> EndingQuerySet:
        """Neither undone nor too old; later changes are not checked."""
        return self.filter(undone_at=None, ended_at__gte=moment - UNDO_WITHIN)

    def with_designation(self) -> EndingQuerySet:
        """Fetch the rows that name the designation with it."""
        return self.select_related(
            "designation__person",
            "designation__category",
            "designation__member__country",
            "designation__member__organisation",
        )


class Ending(models.Model):
    """Somebody let a designation end early; the end day before that, and whether it was undone."""

    designation = models.ForeignKey(
        Designation, models.CASCADE, related_name="endings", verbose_name=_("designation")
    )
    ends_on = models.DateField(_("until"))
    previous_ends_on = models.DateField(_("until, before that"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), default=clock.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects = EndingQuerySet.as_manager()

    class Meta:
        verbose_name = _("end of a designation")
        verbose_name_plural = _("ends of designations")
        ordering = ["-ended_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="ending_was_earlier",
                condition=Q(previous_ends_on=None) | Q(previous_ends_on__gt=models.F("ends_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.designation)

    @property
    def undoable_until(self) -> datetime.datetime:
        return self.ended_at + UNDO_WITHIN
