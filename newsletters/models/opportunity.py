"""Opportunities: funding, training, calls and vacancies that the Secretariat passes on."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from focalpoints.rights import may_decide
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.partial_dates import PartialDateField, partial_dates_valid
from network.values.sample_mark import Sampled
from network.values.text_fields import (
    CleanCharField,
    CleanSlugField,
    CleanURLField,
    RichTextField,
)
from network.values.translated import Translated
from network.values.translation_triggers import translations_follow_english
from network.values.translations import FollowsEnglish


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    def published(self) -> OpportunityQuerySet:
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: object) -> OpportunityQuerySet:
        return self if may_decide(user) else self.published()

    def open_on(self, day: datetime.date) -> OpportunityQuerySet:
        # No deadline means "until it is withdrawn", hence the NULL branch.
        return self.filter(Q(deadline_on=None) | Q(deadline_on__latest__gte=day))

    def closed_on(self, day: datetime.date) -> OpportunityQuerySet:
        return self.filter(deadline_on__latest__lt=day)

    def soonest_first(self) -> OpportunityQuerySet:
        """By deadline; those without one come last."""
        return self.order_by(F("deadline_on").asc(nulls_last=True), "pk")


@tracked(exclude=("translates",))
class Opportunity(Sampled, FollowsEnglish):
    """Something that readers may apply for; public from the day the Secretariat publishes it."""

    class Kind(models.TextChoices):
        FUNDING = "funding", _("Funding")
        TRAINING = "training", _("Training and capacity building")
        CALL = "call", _("Call for papers or contributions")
        EVENT = "event", _("Event")
        VACANCY = "vacancy", _("Vacancy or deployment")

    slug = CleanSlugField(_("web address"), max_length=120, unique=True)
    title = Translated(CleanCharField(_("title"), max_length=200))
    summary = Translated(RichTextField(_("summary"), max_length=2_000))
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    provider = CleanCharField(_("offered by"), max_length=200, blank=True)
    deadline_on = PartialDateField(_("deadline"), null=True, blank=True)
    url = CleanURLField(_("more information"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        permissions = [("export_opportunity", _("Can export the list of opportunities"))]
        ordering = ["-published_at", "-pk"]
        constraints = [
            one_of("kind", "funding", "training", "call", "event", "vacancy"),
            models.CheckConstraint(
                name="opportunity_deadline_valid", condition=partial_dates_valid("deadline_on")
            ),
        ]
        triggers = [translations_follow_english()]

    def __str__(self) -> str:
        return str(self.title)

    def is_open_on(self, day: datetime.date) -> bool:
        return self.deadline_on is None or self.deadline_on.latest >= day

    def get_absolute_url(self) -> str:
        return reverse("newsletters:opportunity", args=[self.slug])
