"""Meetings of the Network and who hosts them."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Country, Member
from focalpoints.rights import may_decide
from network.audit.tracking import tracked
from network.values.constraints import one_of
from network.values.partial_dates import (
    PartialDateField,
    partial_dates_valid,
    period_in_order,
)
from network.values.periods import period_text
from network.values.sample_mark import Sampled, Sourced
from network.values.searching import FoldedField, folded_index, in_each_language
from network.values.text_fields import CleanCharField, CleanSlugField, RichTextField
from network.values.translated import Translated, joined
from network.values.translation_triggers import translations_follow_english
from network.values.translations import FollowsEnglish


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: object) -> MeetingQuerySet:
        if may_decide(user):
            return self
        return self.announced()

    def announced(self) -> MeetingQuerySet:
        return self.filter(is_announced=True)

    def coming(self, day: datetime.date) -> MeetingQuerySet:
        """Not over on `day` at the latest reading of its dates; soonest first.

        A date known in part counts as its last day: meetings with a full date come first.
        """
        return self.filter(
            Q(ends_on__latest__gte=day) | Q(ends_on=None, starts_on__latest__gte=day)
        ).order_by(Coalesce("starts_on__latest", "ends_on__latest"), "pk")

    def past(self, day: datetime.date) -> MeetingQuerySet:
        """Over before `day`; the latest first."""
        return self.filter(
            Q(ends_on__latest__lt=day) | Q(ends_on=None, starts_on__latest__lt=day)
        ).order_by(Coalesce("starts_on", "ends_on").desc(), "-pk")

    def begun_by(self, day: datetime.date) -> MeetingQuerySet:
        """Known to have begun on `day`, at the earliest reading of its dates."""
        return self.filter(Q(starts_on__lte=day) | Q(starts_on=None, ends_on__lte=day))

    def undated(self) -> MeetingQuerySet:
        return self.filter(starts_on=None, ends_on=None).order_by("pk")

    def latest_first(self) -> MeetingQuerySet:
        # Meetings with unknown dates come first: they are still to come.
        return self.order_by(F("starts_on").desc(nulls_first=True), "-pk")

    def with_hosts(self) -> MeetingQuerySet:
        return self.select_related("country").prefetch_related(
            models.Prefetch(
                "host_seats",
                MeetingHost.objects.select_related(
                    "member__country", "member__organisation"
                ).order_by("order"),
            )
        )


@tracked(exclude=("translates", "folded"))
class Meeting(Sampled, Sourced, FollowsEnglish):
    """A meeting: perhaps unnumbered, online, or with dates still unknown."""

    class Kind(models.TextChoices):
        LAUNCH = "launch", _("Foundational meeting")
        CAPITAL = "capital-level", _("Capital-level meeting")
        ASSEMBLY = "general-assembly-week", _("High-level week meeting")
        EXPERT = "expert", _("Expert meeting")
        DEBRIEFING = "debriefing", _("Debriefing")
        VIRTUAL = "virtual", _("Virtual session")
        THEMATIC = "thematic", _("Thematic meeting")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("in person and online")

    slug = CleanSlugField(_("web address"), max_length=60, unique=True)
    title = Translated(CleanCharField(_("title"), max_length=250))
    kind = models.CharField(_("type"), max_length=24, choices=Kind)
    number = models.PositiveSmallIntegerField(
        _("number in series"),
        null=True,
        blank=True,
        help_text=_("If meetings of this type are numbered: 3 for the third."),
    )
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.IN_PERSON)
    city = Translated(CleanCharField(_("city"), max_length=120, blank=True))
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, verbose_name=_("country")
    )
    venue = CleanCharField(_("venue"), max_length=200, blank=True)
    theme = Translated(CleanCharField(_("theme"), max_length=300, blank=True))
    note = RichTextField(_("note"), max_length=2_000, blank=True)
    outcome = CleanCharField(_("outcome documents"), max_length=200, blank=True)
    is_announced = models.BooleanField(
        _("announced"), default=False, help_text=_("Whether everybody may see this meeting.")
    )
    hosts = models.ManyToManyField(
        Member, through="MeetingHost", related_name="hosted_meetings", blank=True
    )
    folded = FoldedField(of=(*in_each_language("title", "city", "theme"), "slug"))

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        permissions = [("export_meeting", _("Can export the list of meetings"))]
        ordering = ["-starts_on", "-pk"]
        indexes = [folded_index("meeting_folded")]
        constraints = [
            one_of("confidence", "", "high", "medium"),
            one_of(
                "kind",
                "launch",
                "capital-level",
                "general-assembly-week",
                "expert",
                "debriefing",
                "virtual",
                "thematic",
            ),
            one_of("format", "in_person", "online", "hybrid"),
            models.CheckConstraint(
                name="meeting_dates_valid", condition=partial_dates_valid("starts_on", "ends_on")
            ),
            models.CheckConstraint(
                name="meeting_period_in_order",
                condition=period_in_order("starts_on", "ends_on"),
                violation_error_message=_("A meeting cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["kind", "number"],
                condition=Q(number__isnull=False),
                name="meeting_number_once_per_kind",
                violation_error_message=_("Another meeting of this type has this number."),
            ),
        ]
        triggers = [translations_follow_english()]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def period(self) -> str:
        """The dates in the active language, as precise as they are known; empty when unknown.

        With only one of them, the meeting is on that date and does not go on since then.
        """
        return period_text(self.starts_on or self.ends_on, self.ends_on or self.starts_on)

    @property
    def place(self) -> str:
        """City and country in the active language, or that the meeting is online."""
        if self.format == self.Format.ONLINE:
            return str(_("online"))
        country = str(self.country.name) if self.country else ""
        return joined(str(_(", ")), (part for part in (str(self.city), country) if part))

    @property
    def short_name(self) -> str:
        """`Alicante 2017`: the city and the year; the title while one of them is unknown."""
        known = self.starts_on or self.ends_on
        if not self.city or not known:
            return str(self.title)
        return joined(" ", (str(self.city), str(known.year)))

    @property
    def members(self) -> list[Member]:
        """The hosts in their order (no query after `with_hosts`)."""
        return [seat.member for seat in self.host_seats.all()]

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.slug])


@tracked()
class MeetingHost(models.Model):
    """A member that hosts or co-organises a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="host_seats")
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="meeting_seats", verbose_name=_("member")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="meetinghost_once")
        ]

    def __str__(self) -> str:
        # A row that a form shows again, before a member was chosen.
        return str(self.member) if self.member_id else ""
