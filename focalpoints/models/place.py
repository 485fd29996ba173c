"""States and organisations, to which members and plans belong."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from focalpoints.models.version import Versioned
from network.audit.tracking import tracked
from network.values.collation import Alphabetical, SortKeys, alphabetical, sort_key_names
from network.values.constraints import one_of
from network.values.partial_dates import PartialDateField, partial_dates_valid, period_in_order
from network.values.sample_mark import Sourced
from network.values.searching import (
    FoldedField,
    closeness,
    folded_index,
    found_or_alike,
    in_each_language,
)
from network.values.text_fields import CleanCharField, CleanSlugField, CleanTextField
from network.values.translated import Translated
from network.values.translation_triggers import translations_follow_english
from network.values.translations import FollowsEnglish

# The day of the joint communiqué of New York (meetings/reference/meetings.csv, 2016-launch).
FOUNDED_ON = datetime.date(2016, 9, 23)


class Region(models.TextChoices):
    """The five regions of the UN's standard country codes (M49)."""

    AFRICA = "002", _("Africa")
    AMERICAS = "019", _("Americas")
    ASIA = "142", _("Asia")
    EUROPE = "150", _("Europe")
    OCEANIA = "009", _("Oceania")


def aliases_field() -> ArrayField[Any, Any]:
    """What a country or an organisation is also called, in any language: for finding it only."""
    return ArrayField(
        CleanCharField(max_length=120),
        verbose_name=_("also called"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("Other names and abbreviations by which it is found, separated by commas."),
    )


class CountryQuerySet(models.QuerySet["Country"]):
    def in_order(self) -> CountryQuerySet:
        """Alphabetical in the active language."""
        return self.order_by(alphabetical(), "iso3")


@tracked(exclude=(*sort_key_names("name_order"), "folded"))
class Country(Alphabetical, Sourced):
    """One of the 197: UN Members, observers, Cook Islands and Niue (UNTERM, M49)."""

    iso3 = CleanCharField(_("ISO 3166 code"), max_length=3, unique=True)
    iso2 = CleanCharField(_("two-letter code"), max_length=2, unique=True)
    m49 = CleanCharField(_("M49 code"), max_length=3, unique=True)
    slug = CleanSlugField(_("web address"), max_length=80, unique=True)
    name = Translated(CleanCharField(_("name"), max_length=120))
    formal_name_en = CleanCharField(_("formal name"), max_length=200, blank=True)
    name_order = SortKeys(of="name")
    region = models.CharField(_("region"), max_length=3, choices=Region)
    subregion_m49 = CleanCharField(_("subregion code"), max_length=3, blank=True)
    subregion_en = CleanCharField(_("subregion"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    aliases = aliases_field()
    folded = FoldedField(of=(*in_each_language("name"), "formal_name_en", "iso3"), also="aliases")

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name_order_en", "iso3"]
        constraints = [
            one_of("confidence", "", "high", "medium"),
            one_of("region", *Region.values),
        ]
        indexes = [folded_index("country_folded")]

    def __str__(self) -> str:
        return str(self.name)

    def natural_key(self) -> tuple[str]:
        return (self.iso3,)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def in_order(self) -> OrganisationQuerySet:
        """Alphabetical in the active language."""
        return self.order_by(alphabetical(), "code")


@tracked(exclude=(*sort_key_names("name_order"), "translates", "folded"))
class Organisation(Alphabetical, Sourced, FollowsEnglish):
    """A regional or international organisation and the countries that it covers."""

    # Where a name was read is said of each language by itself.
    TRANSLATED = ("name", "short", "seat")

    code = CleanCharField(_("code"), max_length=12, unique=True)
    slug = CleanSlugField(_("web address"), max_length=80, unique=True)
    name = Translated(CleanCharField(_("name"), max_length=200))
    name_order = SortKeys(of="name")
    short = Translated(CleanCharField(_("short form"), max_length=20, blank=True))
    # Where each language's name was read: for the Secretariat, who may have to defend it.
    name_source = Translated(CleanTextField(_("source of the name"), max_length=500, blank=True))
    seat = Translated(CleanCharField(_("headquarters"), max_length=80, blank=True))
    latitude = models.FloatField(_("latitude of the headquarters"), null=True, blank=True)
    longitude = models.FloatField(_("longitude of the headquarters"), null=True, blank=True)
    countries = models.ManyToManyField(
        Country, through="OrganisationCountry", related_name="organisations", blank=True
    )
    aliases = aliases_field()
    folded = FoldedField(of=(*in_each_language("name", "short"), "code"), also="aliases")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_order_en", "code"]
        constraints = [
            one_of("confidence", "", "high", "medium"),
        ]
        indexes = [folded_index("organisation_folded")]
        triggers = [translations_follow_english("name", "short", "seat")]

    def __str__(self) -> str:
        return str(self.name)

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @classmethod
    def translated_names(cls) -> list[str]:
        return list(cls.TRANSLATED)


@tracked()
class OrganisationCountry(Sourced):
    """A country that an organisation covers, as of a date."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="coverage")
    country = models.ForeignKey(Country, models.CASCADE, related_name="coverage")
    as_of = PartialDateField(_("as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("covered country")
        verbose_name_plural = _("covered countries")
        constraints = [
            one_of("confidence", "", "high", "medium"),
            models.CheckConstraint(
                name="organisationcountry_as_of_valid", condition=partial_dates_valid("as_of")
            ),
            models.UniqueConstraint(
                fields=["organisation", "country"], name="organisationcountry_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.country)


def owner_names(row: str = "") -> tuple[str, str]:
    """Where the folded names of a country or an organisation stand; `row` leads to its member."""
    path = f"{row}__" if row else ""
    return f"{path}country__folded", f"{path}organisation__folded"


def protocol_order(row: str = "") -> tuple[Any, ...]:
    """Members: States in the alphabetical order of the active language, then organisations.

    `row` leads to the member of what is ordered.
    """
    path = f"{row}__" if row else ""
    return alphabetical(f"{path}country"), alphabetical(f"{path}organisation"), f"{path}pk"


class MemberQuerySet(models.QuerySet["Member"]):
    def with_identity(self) -> MemberQuerySet:
        """Fetch the country or organisation with the row, so that a name costs no query."""
        return self.select_related("country", "organisation")

    def in_protocol_order(self) -> MemberQuerySet:
        """States in the alphabetical order of the active language, then organisations in it."""
        return self.order_by(*protocol_order())

    def closest_first(self, text: str) -> MemberQuerySet:
        """By how close their names are to `text`, then in the order of protocol."""
        return self.order_by(closeness(owner_names(), text), *protocol_order())

    def current(self) -> MemberQuerySet:
        """Those with rights today: the status alone decides, whatever days are recorded."""
        return self.exclude(state=Member.State.WITHDRAWN)

    def belonging_on(self, day: datetime.date) -> MemberQuerySet:
        """Those that belonged to the Network on `day`, as far as it is recorded; for display.

        Nobody did before the Network was founded. A member whose day of joining is unknown counts
        as having belonged from then on; one that has withdrawn on an unknown day is left out on
        every day.
        """
        if day < FOUNDED_ON:
            return self.none()
        return self.filter(
            Q(joined_on=None) | Q(joined_on__lte=day),
            Q(left_on__latest__gte=day) | (Q(left_on=None) & ~Q(state=Member.State.WITHDRAWN)),
        )

    def states(self) -> MemberQuerySet:
        return self.filter(country__isnull=False)

    def organisations(self) -> MemberQuerySet:
        return self.filter(organisation__isnull=False)

    def called(self, text: str) -> MemberQuerySet:
        """Members with a name in any language, or a code, that holds the words of `text`.

        Where there is none, those with words spelt nearly like them.
        """
        found: MemberQuerySet = found_or_alike(self, owner_names(), text)
        return found


@tracked()
class Member(Sourced, Versioned):
    """A member of the Network: exactly one country or one organisation."""

    class State(models.TextChoices):
        RECORDED = "recorded", _("recorded in a communiqué")
        CONFIRMED = "confirmed", _("confirmed by letter")
        WITHDRAWN = "withdrawn", _("withdrawn")

    parts = ("institutions",)
    # The status alone gives and ends rights: no earlier version brings it back.
    unversioned = ("state",)
    whose = ("country", "organisation")

    slug = CleanSlugField(_("web address"), max_length=80, unique=True)
    country = models.OneToOneField(
        Country, models.PROTECT, null=True, blank=True, verbose_name=_("country")
    )
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("organisation")
    )
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.RECORDED)
    joined_on = PartialDateField(_("joined"), null=True, blank=True)
    left_on = PartialDateField(
        _("left"),
        null=True,
        blank=True,
        help_text=_(
            "For the register and for pages of past days. The rights of the member's focal points "
            "end with the status “withdrawn” only."
        ),
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["slug"]
        permissions = [("export_member", _("Can export the list of members"))]
        constraints = [
            one_of("confidence", "", "high", "medium"),
            models.CheckConstraint(
                name="member_dates_valid", condition=partial_dates_valid("joined_on", "left_on")
            ),
            models.CheckConstraint(
                name="member_period_in_order",
                condition=period_in_order("joined_on", "left_on"),
                violation_error_message=_("A member cannot leave before it joins."),
            ),
            one_of("state", "recorded", "confirmed", "withdrawn"),
            models.CheckConstraint(
                name="member_is_country_or_organisation",
                condition=models.Q(country__isnull=False, organisation__isnull=True)
                | models.Q(country__isnull=True, organisation__isnull=False),
                violation_error_message=_("A member is one country or one organisation."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def identity(self) -> Country | Organisation:
        found = self.country or self.organisation
        assert found is not None, "member_is_country_or_organisation"
        return found

    @property
    def name(self) -> str:
        """The official short name in the active language."""
        return str(self.identity.name)

    def natural_key(self) -> tuple[str]:
        """The code of the country or of the organisation; these never coincide (ISO 3166)."""
        return self.identity.natural_key()

    @property
    def is_state(self) -> bool:
        return self.country_id is not None

    def get_absolute_url(self) -> str:
        return reverse("focalpoints:member", args=[self.slug])
