"""National Action Plans, and those of organisations."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Country, Organisation, Versioned
from network.fields import PartialDateField, Translated, partial_dates_valid, period_in_order
from network.history import tracked
from network.sample import Sampled, Sourced


class Standing(models.TextChoices):
    """Where a State stands with its plan on a day; told by date, never typed."""

    IN_FORCE = "in_force", _("in force")
    LAPSING = "lapsing", _("lapsing within a year")
    LAPSED = "lapsed", _("lapsed")
    RECORDED = "recorded", _("recorded, period unknown")
    PREPARATION = "preparation", _("under preparation")
    NO_RECORD = "no_record", _("no record here")


class NationalActionPlanQuerySet(models.QuerySet["NationalActionPlan"]):
    def in_force_on(self, day: datetime.date) -> NationalActionPlanQuerySet:
        return self.filter(
            state=NationalActionPlan.State.ADOPTED,
            starts_on__lte=day,
            ends_on__latest__gte=day,
        )

    def current_first(self) -> NationalActionPlanQuerySet:
        return self.order_by(
            models.F("starts_on").desc(nulls_last=True),
            models.F("generation").desc(nulls_last=True),
            "-pk",
        )


@tracked()
class NationalActionPlan(Sampled, Sourced, Versioned):
    """A plan of one country or one organisation, member of the Network or not.

    A period without a known end is "recorded, period unknown", never "in force"; a country
    without a row is "no record here", never "none".
    """

    class State(models.TextChoices):
        PREPARATION = "preparation", _("under preparation")
        ADOPTED = "adopted", _("adopted")
        SUPERSEDED = "superseded", _("superseded")

    class Budget(models.TextChoices):
        UNKNOWN = "", _("unknown")
        YES = "yes", _("yes")
        NO = "no", _("no")

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("country"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("organisation"),
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = Translated(models.CharField(_("title"), max_length=250, blank=True))
    generation = models.PositiveSmallIntegerField(
        _("generation"), null=True, blank=True, help_text=_("1 for the first plan, 2 for the next.")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ADOPTED)
    adopted_on = PartialDateField(_("adopted"), null=True, blank=True)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    is_extended = models.BooleanField(
        _("extended"), default=False, help_text=_("Whether the end was moved after adoption.")
    )
    lead_institution = models.CharField(_("lead institution"), max_length=200, blank=True)
    has_budget = models.CharField(
        _("dedicated budget"), max_length=3, choices=Budget, blank=True, default=Budget.UNKNOWN
    )
    budget_note = models.CharField(
        _("amount of the budget"), max_length=120, blank=True, help_text=_("With its currency.")
    )
    monitoring = models.TextField(_("monitoring framework"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    document_url = models.URLField(_("document's address"), max_length=500, blank=True)

    objects = NationalActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("National Action Plan")
        verbose_name_plural = _("National Action Plans")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="plan_of_country_or_organisation",
                condition=Q(country__isnull=False, organisation__isnull=True)
                | Q(country__isnull=True, organisation__isnull=False),
                violation_error_message=_("A plan is of one country or of one organisation."),
            ),
            models.CheckConstraint(
                name="plan_dates_valid",
                condition=partial_dates_valid("adopted_on", "starts_on", "ends_on"),
            ),
            models.CheckConstraint(
                name="plan_period_in_order",
                condition=period_in_order("starts_on", "ends_on"),
                violation_error_message=_("A plan cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["country", "generation"], name="plan_generation_once_per_country"
            ),
            models.UniqueConstraint(
                fields=["organisation", "generation"], name="plan_generation_once_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or f"{self.owner_name} {self.generation or ''}".strip()

    @property
    def owner_name(self) -> str:
        return str(self.country or self.organisation)

    def standing(self, day: datetime.date) -> Standing:
        """Where this plan stands on `day`, at the latest reading of a date known in part."""
        if self.state == self.State.PREPARATION:
            return Standing.PREPARATION
        if self.starts_on is None or self.ends_on is None:
            return Standing.RECORDED
        if self.ends_on.latest < day:
            return Standing.LAPSED
        if self.ends_on.latest < day + datetime.timedelta(days=365):
            return Standing.LAPSING
        return Standing.IN_FORCE

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("initiatives:plan", args=[self.slug])
