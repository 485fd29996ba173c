"""Official notifications of the Secretariat: what one says, to whom, and how far it is read."""

from __future__ import annotations

import datetime
from functools import reduce
from operator import or_
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from focalpoints.models.category import Category
from focalpoints.models.fixed_words import FIXED_WORDS, sent_alone
from focalpoints.models.place import Member, Region
from network import clock
from network.audit.tracking import tracked, tracked_links
from network.values.constraints import one_of, some_of
from network.values.sample_mark import Sampled
from network.values.states import StateMachine, transitions
from network.values.text_fields import CleanCharField, RichTextField
from network.values.translated import Translated
from network.values.translation_triggers import translations_follow_english
from network.values.translations import LANGUAGES, FollowsEnglish

# Any edit takes a submission back; what is sent stays sent, and is corrected by a later one.
NOTIFICATION_TRANSITIONS = transitions(
    {"draft": ["submitted"], "submitted": ["draft", "sent"], "sent": []}
)
TEXTS = ("subject", "body", "action")
COLUMNS = tuple(to_attribute(name, code) for name in TEXTS for code in LANGUAGES)
# What nobody changes once it is sent.
SAID = (
    *COLUMNS,
    *("kind", "act_by", "asks_answer", "visibility", "corrects", "regions"),
    *("year", "serial", "sent_at", "submitted_at"),
)
_CHANGED = reduce(
    or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in SAID)
)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def sent(self) -> NotificationQuerySet:
        return self.filter(state=Notification.State.SENT)

    def awaiting_approval(self) -> NotificationQuerySet:
        """Those that wait for a second person."""
        return self.filter(state=Notification.State.SUBMITTED)

    def public(self) -> NotificationQuerySet:
        return self.sent().filter(visibility=Notification.Visibility.PUBLIC)

    def with_correction(self) -> NotificationQuerySet:
        """Fetch what each corrects, and what has corrected it."""
        return self.select_related("corrects", "correction")

    def latest_first(self) -> NotificationQuerySet:
        return self.order_by(F("year").desc(nulls_first=True), "-serial", "-pk")


@tracked(exclude=("translates",))
class Notification(Sampled, FollowsEnglish):
    """A numbered message to those whom members designate.

    `categories`, `regions` and `members` say whom it is for (`focalpoints.notifications.audience`);
    once it is sent, its recipients are rows and the audience is history. The number is given when
    it is sent, so that numbers have no gaps.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for a second person")
        SENT = "sent", _("sent")

    class Visibility(models.TextChoices):
        ADDRESSEES = "addressees", _("addressees")
        MEMBERS = "members", _("all members")
        PUBLIC = "public", _("everybody")

    TRANSITIONS: ClassVar[StateMachine] = NOTIFICATION_TRANSITIONS

    # Of `focalpoints.notifications.kinds`, where apps register theirs.
    kind = models.CharField(_("type"), max_length=20, default="notice")
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    serial = models.PositiveIntegerField(_("number"), null=True, editable=False)
    subject = Translated(CleanCharField(_("subject"), max_length=200))
    body = Translated(RichTextField(_("text"), max_length=8_000))
    action = Translated(
        CleanCharField(
            _("action required"),
            max_length=300,
            blank=True,
            help_text=_("In one sentence, for example “Nominate two delegates.”"),
        )
    )
    act_by = models.DateField(_("action required by"), null=True, blank=True)
    asks_answer = models.BooleanField(
        _("asks for an answer"),
        default=False,
        help_text=_("Then each addressee finds a field for an answer in words."),
    )
    visibility = models.CharField(
        _("archive open to"), max_length=10, choices=Visibility, default=Visibility.MEMBERS
    )
    categories = models.ManyToManyField(
        Category,
        blank=True,
        related_name="+",
        verbose_name=_("categories"),
        help_text=_("Holders of these categories; without a choice, of every category."),
    )
    regions = ArrayField(
        models.CharField(max_length=3, choices=Region),
        verbose_name=_("regions"),
        default=list,
        blank=True,
    )
    members = models.ManyToManyField(
        Member,
        blank=True,
        related_name="+",
        verbose_name=_("members"),
        help_text=_("Beside those of the regions; without either, all members."),
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="correction",
        verbose_name=_("corrects"),
    )
    state = models.CharField(
        _("status"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = [F("year").desc(nulls_first=True), "-serial", "-pk"]
        constraints = [
            one_of("state", "draft", "submitted", "sent"),
            one_of("visibility", "addressees", "members", "public"),
            some_of("regions", *Region.values),
            models.UniqueConstraint(fields=["year", "serial"], name="notification_number_once"),
            models.CheckConstraint(
                name="notification_number_is_of_sent",
                condition=Q(state="sent", year__gt=0, serial__gt=0, sent_at__isnull=False)
                | (~Q(state="sent") & Q(year=None, serial=None, sent_at=None)),
            ),
            models.CheckConstraint(
                name="notification_submission_has_moment",
                condition=Q(state="draft", submitted_at=None, submitted_by=None)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="notification_second_person",
                condition=Q(approved_by=None)
                | Q(submitted_by=None)
                | ~Q(approved_by=F("submitted_by")),
                violation_error_message=_("Whoever submitted it does not approve it."),
            ),
            # Of fixed words nothing else is chosen, and nothing is put right.
            models.CheckConstraint(
                name="notification_fixed_is_plain",
                condition=~Q(kind__in=list(FIXED_WORDS))
                | Q(visibility="addressees", asks_answer=False, act_by=None, corrects=None),
            ),
            models.CheckConstraint(
                name="notification_day_has_action",
                condition=Q(act_by=None) | ~Q(action_en=""),
                violation_error_message=_("Say what is to be done by that day."),
            ),
            models.CheckConstraint(
                name="notification_corrects_another",
                condition=Q(corrects=None) | ~Q(corrects=F("pk")),
            ),
        ]
        triggers = [
            translations_follow_english(),
            NOTIFICATION_TRANSITIONS.trigger(),
            # A constraint cannot ask for both accounts for ever: one may be deleted years later.
            # One person sends what says the fixed words of its kind, and nothing else.
            pgtrigger.Protect(
                name="sent_by_two",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.\"state\" = 'sent' AND OLD.\"state\" <> 'sent' AND "
                    '(NEW."submitted_by_id" IS NULL OR (NEW."approved_by_id" IS NULL '
                    f"AND NOT ({sent_alone(COLUMNS)})))"
                ),
            ),
            pgtrigger.Protect(
                name="begins_as_draft",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state="draft"),
            ),
            pgtrigger.Protect(
                name="sent_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="sent") & _CHANGED,
            ),
            pgtrigger.Protect(
                name="sent_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="sent"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.subject}" if self.number else str(self.subject)

    def get_absolute_url(self) -> str:
        return reverse("focalpoints:notification", args=[self.year, self.serial])

    @property
    def number(self) -> str:
        """`2026/3`; empty until it is sent."""
        return f"{self.year}/{self.serial}" if self.serial else ""

    @property
    def is_fixed(self) -> bool:
        """Whether its words are fixed: then one person has sent it, and nobody corrects it."""
        return self.kind in FIXED_WORDS

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    @property
    def is_public(self) -> bool:
        return self.is_sent and self.visibility == self.Visibility.PUBLIC

    @property
    def written_languages(self) -> list[str]:
        """The languages in which it has both a subject and a text; English first."""
        return [code for code in LANGUAGES if self.is_written_in(code)]

    def is_written_in(self, language: str) -> bool:
        return all(getattr(self, to_attribute(name, language)) for name in ("subject", "body"))

    def replaced_by(self) -> Notification | None:
        """The sent one that corrects it; a draft of one replaces nothing yet."""
        found: Notification | None = getattr(self, "correction", None)
        return found if found is not None and found.is_sent else None

    def is_overdue_on(self, day: datetime.date) -> bool:
        return self.act_by is not None and self.act_by < day


@tracked_links()
class NotifiedCategory(Notification.categories.through):  # type: ignore[name-defined]
    """Which categories a notification is for, and since and until when."""

    class Meta:
        proxy = True
        verbose_name = _("notified category")
        verbose_name_plural = _("notified categories")


@tracked_links()
class NotifiedMember(Notification.members.through):  # type: ignore[name-defined]
    """Which members a notification is for, and since and until when."""

    class Meta:
        proxy = True
        verbose_name = _("notified member")
        verbose_name_plural = _("notified members")
