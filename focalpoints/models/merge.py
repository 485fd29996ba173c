"""Merges of two records of one person, and pairs that look alike and are two people."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from focalpoints.models.ending import UNDO_WITHIN
from focalpoints.models.person import Person
from network import clock
from network.audit.tracking import tracked


class MergeQuerySet(models.QuerySet["Merge"]):
    def undoable_at(self, moment: datetime.datetime) -> MergeQuerySet:
        """Neither undone nor too old; later changes are not checked."""
        return self.filter(undone_at=None, merged_at__gte=moment - UNDO_WITHIN)

    def of_people(self, keys: object) -> MergeQuerySet:
        return self.filter(Q(kept__in=keys) | Q(other__in=keys))


class Merge(models.Model):
    """Two records of one person became one: `other` was set aside, and `kept` says what was chosen.

    `before` and `after` hold the columns of both, as they were and as the merge left them: what an
    undo gives back, and by what it sees that something else was changed since. They repeat data of
    a person: an erasure empties them, and so does the end of the time for an undo. `moved` names
    the rows that pointed at `other`, by the relation.
    """

    kept = models.ForeignKey(
        Person, models.CASCADE, related_name="merges", verbose_name=_("record that stays")
    )
    other = models.ForeignKey(
        Person, models.CASCADE, related_name="set_aside_by", verbose_name=_("record set aside")
    )
    before = models.JSONField(_("values before"), default=dict, blank=True)
    after = models.JSONField(_("values after"), default=dict, blank=True)
    moved = models.JSONField(_("what was moved"), default=dict, blank=True)
    merged_at = models.DateTimeField(_("merged"), default=clock.now, editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("merged by"),
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

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of records")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("other"))),
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at=None), name="merge_set_aside_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.kept)

    @property
    def undoable_until(self) -> datetime.datetime:
        return self.merged_at + UNDO_WITHIN


@tracked()
class DifferentPeople(models.Model):
    """Somebody who knows has said that these two, who look alike, are two people."""

    first = models.ForeignKey(
        Person, models.CASCADE, related_name="differs_from", verbose_name=_("person")
    )
    second = models.ForeignKey(
        Person, models.CASCADE, related_name="differs_from_too", verbose_name=_("other person")
    )
    decided_at = models.DateTimeField(_("decided"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("two different people")
        verbose_name_plural = _("pairs of different people")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            # Which also says that they are two.
            models.CheckConstraint(
                name="differentpeople_in_order", condition=Q(first__lt=F("second"))
            ),
            models.UniqueConstraint(fields=["first", "second"], name="differentpeople_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
