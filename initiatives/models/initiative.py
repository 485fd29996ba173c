"""Initiatives and actions: what members do, alone or together."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from focalpoints.models import Country, Member, Versioned
from focalpoints.rights import is_member, members_drafted_for
from network import clock
from network.audit.tracking import tracked, tracked_links
from network.values.constraints import one_of, some_of
from network.values.folding import folded
from network.values.freshness import stale_on
from network.values.partial_dates import PartialDateField, partial_dates_valid, period_in_order
from network.values.sample_mark import Sampled
from network.values.searching import (
    FoldedField,
    alike_by_index,
    as_folded,
    folded_index,
    holds,
    in_each_language,
)
from network.values.text_fields import (
    CleanCharField,
    CleanSlugField,
    CleanURLField,
    RichTextField,
)
from network.values.translated import Translated
from network.values.translation_triggers import translations_follow_english
from network.values.translations import FollowsEnglish


class Pillar(models.TextChoices):
    """The four pillars of resolution 1325."""

    PARTICIPATION = "participation", _("Participation")
    PREVENTION = "prevention", _("Prevention")
    PROTECTION = "protection", _("Protection")
    RELIEF = "relief", _("Relief and recovery")


class Theme(models.TextChoices):
    NAP_DESIGN = "nap_design", _("Design of National Action Plans")
    SECURITY_SECTOR = "security_sector", _("Participation in the security sector")
    POLICING = "policing", _("Policing")
    PEACEKEEPING = "peacekeeping", _("Deployment to peacekeeping")
    MEDIATION = "mediation", _("Mediation")
    DISARMAMENT = "disarmament", _("Disarmament")
    FUNDING = "funding", _("Funding")
    CAPACITY = "capacity", _("Capacity building")
    JUSTICE = "justice", _("Justice and accountability")
    CLIMATE = "climate", _("Climate and security")
    YOUTH = "youth", _("Youth, peace and security")
    DATA = "data", _("Data and monitoring")


class Support(models.TextChoices):
    FUNDING = "funding", _("funding")
    EXPERTISE = "expertise", _("expertise")


def labels_of(choices: type[models.TextChoices], values: list[str]) -> list[str]:
    """The labels of `values` in the order of `choices`."""
    return [str(item.label) for item in choices if item.value in values]


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, user: object) -> InitiativeQuerySet:
        """Members-only entries show to focal points of any member and to the Secretariat.

        A drafter sees those of the member that they draft for.
        """
        if is_member(user):
            return self
        own = Q(owner__in=members_drafted_for(user).values("pk"))
        return self.filter(Q(visibility=Initiative.Visibility.PUBLIC) | own)

    def with_owner(self) -> InitiativeQuerySet:
        return self.select_related("owner__country", "owner__organisation")

    def stale(self, day: datetime.date) -> InitiativeQuerySet:
        """Those that nobody has confirmed for a year."""
        return self.filter(stale_on(day))

    def running_on(self, day: datetime.date) -> InitiativeQuerySet:
        """Those known to have begun by `day` and not to be over before it."""
        status = Initiative.Status
        is_open = Q(ends_on=None) & ~Q(status__in=[status.COMPLETED, status.PLANNED])
        return self.filter(is_open | Q(ends_on__latest__gte=day), starts_on__lte=day)

    def shown_on(self, day: datetime.date) -> InitiativeQuerySet:
        """All of them today; on a past day those that were running then."""
        return self.running_on(day) if day < clock.today() else self

    def of_member(self, member: Member) -> InitiativeQuerySet:
        """Those that `member` owns or takes part in."""
        joint = Initiative.members.through.objects.filter(member=member).values("initiative_id")
        return self.filter(Q(owner=member) | Q(pk__in=joint))

    def in_country(self, country: Country) -> InitiativeQuerySet:
        """Those that take place in `country`: one that names no country is its owner's own."""
        places = Initiative.countries.through.objects
        here = places.filter(country=country).values("initiative_id")
        somewhere = places.filter(initiative_id=OuterRef("pk"))
        return self.filter(Q(pk__in=here) | (Q(owner__country=country) & ~Exists(somewhere)))

    def in_region(self, region: str) -> InitiativeQuerySet:
        """Those of an owner, or covering a country, in an M49 region."""
        covered = Initiative.countries.through.objects.filter(country__region=region)
        return self.filter(
            Q(owner__country__region=region) | Q(pk__in=covered.values("initiative_id"))
        )

    def titled(self, text: str) -> InitiativeQuerySet:
        """Those of this English title, whatever its accents and case."""
        title = as_folded(to_attribute("title", "en"))
        return self.alias(folded_title=title).filter(folded_title=folded(text))

    def search(self, text: str) -> InitiativeQuerySet:
        """Those that hold every word of `text`, whatever its accents and case."""
        return self.filter(holds(("folded",), text))

    def search_alike(self, text: str) -> InitiativeQuerySet:
        """Those that hold words spelt nearly like those of `text`; short ones as they are."""
        found: InitiativeQuerySet = alike_by_index(self, "folded", text)
        return found


@tracked(exclude=("translates", "folded"))
class Initiative(Sampled, Versioned, FollowsEnglish):
    """An initiative belongs to one member, whose focal points edit it."""

    class Scope(models.TextChoices):
        NATIONAL = "national", _("national")
        MULTI_COUNTRY = "multi_country", _("several countries")
        REGIONAL = "regional", _("regional")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        COMPLETED = "completed", _("completed")
        SUSPENDED = "suspended", _("suspended")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everybody")
        MEMBERS = "members", _("members only")

    whose = ("owner",)
    seen_by = ("visibility",)

    owner = models.ForeignKey(
        Member, models.PROTECT, related_name="initiatives", verbose_name=_("member")
    )
    slug = CleanSlugField(_("web address"), max_length=120, unique=True)
    title = Translated(CleanCharField(_("title"), max_length=200))
    summary = Translated(RichTextField(_("summary"), max_length=2_000))
    scope = models.CharField(_("scope"), max_length=14, choices=Scope, default=Scope.NATIONAL)
    pillars = ArrayField(
        models.CharField(max_length=16, choices=Pillar), verbose_name=_("pillars"), default=list
    )
    themes = ArrayField(
        models.CharField(max_length=16, choices=Theme),
        verbose_name=_("themes"),
        default=list,
        blank=True,
    )
    countries = models.ManyToManyField(
        Country, related_name="initiatives", verbose_name=_("countries"), blank=True
    )
    members = models.ManyToManyField(
        Member,
        related_name="joint_initiatives",
        verbose_name=_("other members that take part"),
        blank=True,
    )
    partners = CleanCharField(_("partners"), max_length=300, blank=True)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNDER_WAY)
    seeks = ArrayField(
        models.CharField(max_length=10, choices=Support),
        verbose_name=_("seeks support"),
        default=list,
        blank=True,
    )
    offers = ArrayField(
        models.CharField(max_length=10, choices=Support),
        verbose_name=_("offers support"),
        default=list,
        blank=True,
    )
    contact = CleanCharField(
        _("contact institution"),
        max_length=200,
        blank=True,
        help_text=_("An institution or a shared mailbox, not a person."),
    )
    source_url = CleanURLField(_("source"), max_length=500, blank=True)
    visibility = models.CharField(
        _("who may see it"), max_length=8, choices=Visibility, default=Visibility.PUBLIC
    )
    folded = FoldedField(of=(*in_each_language("title", "summary"), "partners", "slug"))

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        permissions = [("export_initiative", _("Can export the list of initiatives"))]
        ordering = ["-published_at", "-pk"]
        constraints = [
            one_of("scope", "national", "multi_country", "regional"),
            some_of("pillars", *Pillar.values),
            some_of("themes", *Theme.values),
            one_of("status", "planned", "under_way", "completed", "suspended"),
            some_of("seeks", *Support.values),
            some_of("offers", *Support.values),
            one_of("visibility", "public", "members"),
            models.CheckConstraint(
                name="initiative_dates_valid",
                condition=partial_dates_valid("starts_on", "ends_on"),
            ),
            models.CheckConstraint(
                name="initiative_period_in_order",
                condition=period_in_order("starts_on", "ends_on"),
                violation_error_message=_("An initiative cannot end before it starts."),
            ),
        ]
        indexes = [
            folded_index("initiative_folded"),
            models.Index("owner", as_folded("title_en"), name="initiative_title"),
            GinIndex(fields=["pillars"], name="initiative_pillars"),
            GinIndex(fields=["themes"], name="initiative_themes"),
            models.Index(fields=["-published_at", "-id"], name="initiative_newest"),
        ]
        triggers = [translations_follow_english()]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def pillar_labels(self) -> list[str]:
        return labels_of(Pillar, self.pillars)

    @property
    def theme_labels(self) -> list[str]:
        return labels_of(Theme, self.themes)

    @property
    def support_sought(self) -> list[str]:
        return labels_of(Support, self.seeks)

    @property
    def support_offered(self) -> list[str]:
        return labels_of(Support, self.offers)

    @property
    def is_members_only(self) -> bool:
        return self.visibility == self.Visibility.MEMBERS

    def get_absolute_url(self) -> str:
        return reverse("initiatives:initiative", args=[self.slug])


@tracked_links()
class CoveredCountry(Initiative.countries.through):  # type: ignore[name-defined]
    """Which countries an initiative covers, and since and until when."""

    class Meta:
        proxy = True
        verbose_name = _("covered country")
        verbose_name_plural = _("covered countries")


@tracked_links()
class Participation(Initiative.members.through):  # type: ignore[name-defined]
    """Which members take part in an initiative, and since and until when."""

    class Meta:
        proxy = True
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
