"""A newsletter issue: its text per language, and the copy that was sent."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.history import tracked
from network.sample import Sampled


class Topic(models.TextChoices):
    """What a subscriber may choose; the Secretariat's mandate of the newsletter."""

    RESEARCH = "research", _("Research")
    PRACTICE = "practice", _("Good practice")
    FUNDING = "funding", _("Funding")
    CAPACITY = "capacity", _("Capacity building")
    NETWORK = "network", _("News of the Network")


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def in_archive(self) -> NewsletterQuerySet:
        """What the public may read: issues whose sending has begun."""
        return self.filter(state__in=[Newsletter.State.SENDING, Newsletter.State.SENT])

    def in_progress(self) -> NewsletterQuerySet:
        return self.filter(state=Newsletter.State.SENDING)


@tracked()
class Newsletter(Sampled):
    """An issue. From the moment it is sent, `sent_content` is what it said, for good."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")

    number = models.PositiveIntegerField(_("number"), unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    topics = ArrayField(
        models.CharField(max_length=10, choices=Topic),
        verbose_name=_("topics"),
        default=list,
        blank=True,
        help_text=_("Subscribers of any of these topics receive it; none means everybody."),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    sent_content = models.JSONField(
        _("what was sent"), default=dict, blank=True, editable=False
    )  # {language: {"subject": str, "html": str, "text": str}}
    started_at = models.DateTimeField(_("sending began"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("sending ended"), null=True, blank=True, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="newsletter_started_has_content",
                condition=Q(state="draft") | (Q(started_at__isnull=False) & ~Q(sent_content={})),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("newsletters:newsletter", args=[self.slug])


@tracked()
class NewsletterText(models.Model):
    """The text of an issue in one language. `body` is HTML from a closed list of tags."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "language"], name="newslettertext_language_once"
            )
        ]

    def __str__(self) -> str:
        return self.subject
