"""What sources say about plans: where they disagree, what they found, how many they counted."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Country
from initiatives.models.plan import NationalActionPlan
from network import clock
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.partial_dates import PartialDate, PartialDateField, partial_dates_valid
from network.values.text_fields import CleanCharField, CleanTextField


class SourceDifferenceQuerySet(models.QuerySet["SourceDifference"]):
    def in_order(self) -> SourceDifferenceQuerySet:
        return self.order_by("about", "pk")


@tracked()
class SourceDifference(models.Model):
    """Two sources that disagree about a plan, what was recorded, and why.

    The texts are English, as they were read. Once the member has confirmed its plan, they are no
    longer shown.
    """

    class About(models.TextChoices):
        EXISTENCE = "existence", _("whether there is this plan")
        NUMBERING = "numbering", _("generation")
        KIND = "kind", _("type of document")
        ADOPTED = "adopted", _("adoption")
        LAUNCH = "launch", _("launch")
        PERIOD = "period", _("period")
        START = "start", _("begin")
        END = "end", _("end")
        BUDGET = "budget", _("dedicated budget")

    plan = models.ForeignKey(
        NationalActionPlan,
        models.CASCADE,
        related_name="source_differences",
        verbose_name=_("plan"),
    )
    about = models.CharField(_("about"), max_length=10, choices=About)
    first_value = CleanCharField(_("one source says"), max_length=200)
    first_source = CleanCharField(_("first source"), max_length=200)
    second_value = CleanCharField(_("another source says"), max_length=200)
    second_source = CleanCharField(_("second source"), max_length=200)
    taken = CleanCharField(_("recorded here"), max_length=200, blank=True)
    reason = CleanCharField(_("reason"), max_length=300, blank=True)

    objects = SourceDifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference between sources")
        verbose_name_plural = _("differences between sources")
        ordering = ["pk"]
        constraints = [
            one_of(
                "about",
                "existence",
                "numbering",
                "kind",
                "adopted",
                "launch",
                "period",
                "start",
                "end",
                "budget",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_value} / {self.second_value}"

    @property
    def taken_in_words(self) -> str:
        """What was recorded; a date in the reader's language."""
        try:
            return PartialDate.parse(self.taken).localized
        except ValueError:
            return self.taken


class PlanFindingQuerySet(models.QuerySet["PlanFinding"]):
    def open_on(self, day: datetime.date) -> PlanFindingQuerySet:
        """Those that still apply: to today, and to States that have not entered a plan themselves.

        A source is no longer shown once the member has entered or confirmed a plan of its own.
        """
        if day < clock.today():
            return self.none()
        spoken = NationalActionPlan.objects.filter(
            country=models.OuterRef("country"), confirmed_at__isnull=False, is_sample=False
        )
        return self.exclude(models.Exists(spoken))


@tracked()
class PlanFinding(models.Model):
    """What a source says of a State's plan that is not here: none was found, or one is prepared.

    One a State. A finding is no plan: a focal point enters the plan itself.
    """

    class Subject(models.TextChoices):
        NONE = "none", _("no plan found")
        FIRST = "first", _("first plan under preparation")
        NEXT = "next", _("next plan under preparation")

    country = models.OneToOneField(
        Country, models.CASCADE, related_name="plan_finding", verbose_name=_("country")
    )
    subject = models.CharField(_("subject"), max_length=5, choices=Subject)
    said = CleanTextField(_("what the source says"), max_length=500)
    source = CleanTextField(_("source"), max_length=1_000)

    objects = PlanFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding about a State's plan")
        verbose_name_plural = _("findings about States' plans")
        ordering = ["country__name_order_en"]
        constraints = [one_of("subject", "none", "first", "next")]

    def __str__(self) -> str:
        return f"{self.country}: {self.get_subject_display()}"


class PlanCountQuerySet(models.QuerySet["PlanCount"]):
    def published_by(self, day: datetime.date) -> PlanCountQuerySet:
        """Those of a period that was over on `day`, the newest first."""
        over = self.filter(as_of__latest__lte=day.isoformat())
        return over.order_by("-as_of__latest", "states")

    def newest_on(self, day: datetime.date) -> list[PlanCount]:
        """The counts of the latest year up to `day` that has any, the lowest first."""
        known = list(self.published_by(day))
        newest = [row for row in known if row.as_of.year == known[0].as_of.year]
        return sorted(newest, key=lambda row: row.states)


@tracked()
class PlanCount(models.Model):
    """How many States had a plan, as somebody published it; sources count differently."""

    as_of = PartialDateField(_("as of"))
    states = models.PositiveSmallIntegerField(_("States with a plan"))
    source = CleanTextField(_("source"), max_length=500)
    note = CleanCharField(_("note"), max_length=200, blank=True)

    objects = PlanCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("published count of plans")
        verbose_name_plural = _("published counts of plans")
        ordering = ["-as_of", "states"]
        constraints = [
            models.CheckConstraint(
                name="plancount_as_of_valid", condition=partial_dates_valid("as_of")
            ),
            models.UniqueConstraint(fields=["as_of", "source"], name="plancount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.states}"
