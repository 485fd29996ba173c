"""Presidency: one member, or up to four jointly, for a term with a theme."""

from __future__ import annotations

import datetime

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Member
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.sample_mark import Sampled, Sourced
from network.values.text_fields import CleanCharField, CleanSlugField
from network.values.translated import Translated, joined
from network.values.translation_triggers import translations_follow_english
from network.values.translations import FollowsEnglish

# The largest was the "Leadership Quartet" of 2024; the constraint has the same limit.
MOST_HOLDERS = 4

# TERM is the key of the term in the row at hand.
REFUSE_WITHOUT_HOLDER = """
    IF EXISTS (SELECT 1 FROM meetings_presidency WHERE id = TERM)
    AND NOT EXISTS (SELECT 1 FROM meetings_presidencyseat WHERE presidency_id = TERM)
    THEN
        RAISE EXCEPTION 'a term of the presidency has one to four holders'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


def needs_a_holder(name: str, operation: pgtrigger.Operation, term: str) -> pgtrigger.Trigger:
    """A trigger that refuses a term without holders when the transaction ends.

    Only at the end, because a term is written before its holders and deleted after them.
    """
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func=REFUSE_WITHOUT_HOLDER.replace("TERM", term),
    )


class PresidencyQuerySet(models.QuerySet["Presidency"]):
    def on(self, day: datetime.date) -> PresidencyQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def before(self, day: datetime.date) -> PresidencyQuerySet:
        return self.filter(ends_on__lt=day).order_by("-ends_on")

    def after(self, day: datetime.date) -> PresidencyQuerySet:
        return self.filter(starts_on__gt=day).order_by("starts_on")

    def with_holders(self) -> PresidencyQuerySet:
        """Fetch the seats and their members' names with the terms."""
        return self.prefetch_related(
            models.Prefetch(
                "seats",
                PresidencySeat.objects.select_related(
                    "member__country", "member__organisation"
                ).order_by("order"),
            )
        )


@tracked(exclude=("translates",))
class Presidency(Sampled, Sourced, FollowsEnglish):
    """A term of the presidency. Terms never overlap; they may have a gap."""

    slug = CleanSlugField(_("web address"), max_length=40, unique=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    theme = Translated(CleanCharField(_("theme"), max_length=250, blank=True))
    holders = models.ManyToManyField(Member, through="PresidencySeat", related_name="presidencies")

    objects = PresidencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("presidency")
        verbose_name_plural = _("presidencies")
        ordering = ["-starts_on"]
        constraints = [
            one_of("confidence", "", "high", "medium"),
            models.CheckConstraint(
                name="presidency_period_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A term cannot end before it starts."),
            ),
            ExclusionConstraint(
                name="presidency_no_overlap",
                expressions=[
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
                violation_error_message=_("Another term covers part of this period."),
            ),
        ]
        triggers = [
            translations_follow_english(),
            needs_a_holder("term_has_a_holder", pgtrigger.Insert, "NEW.id"),
        ]

    def __str__(self) -> str:
        return self.years

    @property
    def years(self) -> str:
        """`2019`, or `2020/2021` for a term over more than one year."""
        first, last = self.starts_on.year, self.ends_on.year
        return f"{first}" if first == last else f"{first}/{last}"

    @property
    def holder_names(self) -> str:
        """`Canada + Uruguay` in the active language (no query after `with_holders`)."""
        return joined(" + ", (member.name for member in self.members))

    @property
    def members(self) -> list[Member]:
        """The holders in their order (no query after `with_holders`)."""
        return [seat.member for seat in sorted(self.seats.all(), key=lambda seat: seat.order)]


@tracked()
class PresidencySeat(models.Model):
    """A holder of a term: one, two or, as in 2024, four; never more."""

    presidency = models.ForeignKey(Presidency, models.CASCADE, related_name="seats")
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="presidency_seats", verbose_name=_("member")
    )
    order = models.PositiveSmallIntegerField(
        _("order"),
        choices=[(1, _("first")), (2, _("second")), (3, _("third")), (4, _("fourth"))],
        default=1,
    )

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["presidency", "order"], name="presidencyseat_order"),
            models.UniqueConstraint(fields=["presidency", "member"], name="presidencyseat_member"),
            models.CheckConstraint(
                name="presidencyseat_one_to_four",
                condition=Q(order__in=[1, 2, 3, 4]),
            ),
        ]
        triggers = [
            needs_a_holder(
                "last_holder_stays", pgtrigger.Update | pgtrigger.Delete, "OLD.presidency_id"
            )
        ]

    def __str__(self) -> str:
        # A row that a form shows again, before a member was chosen.
        return str(self.member) if self.member_id else ""
