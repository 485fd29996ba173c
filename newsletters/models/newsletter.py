"""A newsletter issue, and the copy that was sent; its words are in `texts`."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network import clock
from network.audit.tracking import tracked
from network.values.constraints import one_of, some_of
from network.values.sample_mark import Sampled
from network.values.states import transitions
from network.values.text_fields import CleanSlugField


class Topic(models.TextChoices):
    """What a subscriber may choose; the Secretariat's mandate of the newsletter."""

    RESEARCH = "research", _("Research")
    PRACTICE = "practice", _("Good practice")
    FUNDING = "funding", _("Funding")
    CAPACITY = "capacity", _("Capacity building")
    NETWORK = "network", _("News of the Network")


# An issue that returned to draft would be sent to everybody a second time; a sent one is `sending`
# again while failed deliveries are retried.
NEWSLETTER_TRANSITIONS = transitions(
    {"draft": ["sending"], "sending": ["sent"], "sent": ["sending"]}
)


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def in_archive(self) -> NewsletterQuerySet:
        """What the public may read: issues whose sending has begun."""
        return self.filter(state__in=[Newsletter.State.SENDING, Newsletter.State.SENT])

    def in_progress(self) -> NewsletterQuerySet:
        return self.filter(state=Newsletter.State.SENDING)

    def to_deliver(self) -> NewsletterQuerySet:
        """Issues that may be worked on now: being sent, and not on hold."""
        return self.in_progress().filter(held_at__isnull=True)

    def with_sent_subject(self) -> NewsletterQuerySet:
        """Name the subject in the active language (or English) without the bulk of the copy."""
        subjects = [
            KT(f"sent_content__{language}__subject")
            for language in dict.fromkeys([get_language() or "en", "en"])
        ]
        subject = Coalesce(*subjects) if len(subjects) > 1 else subjects[0]
        return self.annotate(sent_subject=subject).defer("sent_content")


@tracked()
class Newsletter(Sampled):
    """An issue. Once it is sent, `sent_content` is its permanent copy."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")

    TRANSITIONS = NEWSLETTER_TRANSITIONS

    number = models.PositiveIntegerField(_("number"), unique=True)
    slug = CleanSlugField(_("web address"), max_length=120, unique=True)
    topics = ArrayField(
        models.CharField(max_length=10, choices=Topic),
        verbose_name=_("topics"),
        default=list,
        blank=True,
        help_text=_("Subscribers of any of these topics receive it; none means everybody."),
    )
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.DRAFT)
    sent_content = models.JSONField(
        _("what was sent"), default=dict, blank=True, editable=False
    )  # {language: {"subject": str, "body": str, "html": str, "text": str}}
    # As `network.values.translations.OutdatedText.record`: what followed an earlier English text
    # when it was sent, which whoever started the sending acknowledged.
    sent_outdated = models.JSONField(
        _("outdated translations that were sent"), default=list, blank=True, editable=False
    )
    started_at = models.DateTimeField(_("sending began"), null=True, blank=True, editable=False)
    held_at = models.DateTimeField(_("on hold since"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("sending ended"), null=True, blank=True, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["-number"]
        constraints = [
            some_of("topics", *Topic.values),
            one_of("state", "draft", "sending", "sent"),
            models.CheckConstraint(
                name="newsletter_started_has_content",
                condition=Q(state="draft") | (Q(started_at__isnull=False) & ~Q(sent_content={})),
            ),
            models.CheckConstraint(
                name="newsletter_held_only_in_sending",
                condition=Q(held_at__isnull=True) | Q(state="sending"),
            ),
            models.CheckConstraint(
                name="newsletter_sent_has_end",
                condition=~Q(state="sent") | Q(finished_at__gte=F("started_at")),
            ),
        ]
        triggers = [
            # What was sent never changes: not by the admin, a script or a slip in SQL either.
            pgtrigger.Protect(
                name="sent_content_stays",
                operation=pgtrigger.Update,
                condition=(
                    pgtrigger.Q(old__sent_content__df=pgtrigger.F("new__sent_content"))
                    | pgtrigger.Q(old__sent_outdated__df=pgtrigger.F("new__sent_outdated"))
                )
                & ~pgtrigger.Q(old__state="draft"),
            ),
            NEWSLETTER_TRANSITIONS.trigger(),
        ]

    def __str__(self) -> str:
        return str(_("Newsletter %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("newsletters:newsletter", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    @property
    def topic_labels(self) -> list[str]:
        """The topics in words; empty means that the issue concerns everybody."""
        return [str(Topic(topic).label) for topic in self.topics]

    def sent_in(self, language: str) -> tuple[str, dict[str, Any]]:
        """What was sent to readers of `language`: the language it was in, and the copy.

        Readers of a language without a text got the English one.
        """
        found = language if language in self.sent_content else "en"
        return found, self.sent_content.get(found, {})
