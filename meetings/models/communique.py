"""A communiqué: numbered paragraphs with a stable identity, a text per language each.

What is circulated, adopted or printed is a frozen version; no later edit reaches it.
"""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from network.fields import Translated
from network.history import tracked
from network.leases import Leased, LeasedQuerySet
from network.sample import Sampled


class CommuniqueQuerySet(models.QuerySet["Communique"]):
    def visible_to(self, user: object) -> CommuniqueQuerySet:
        """The public reads what is adopted and published; the Secretariat reads all."""
        if getattr(user, "is_secretariat", False):
            return self
        return self.filter(is_public=True, meeting__is_announced=True)


@tracked()
class Communique(Sampled):
    """The outcome of a meeting, negotiated paragraph by paragraph."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CIRCULATED = "circulated", _("circulated")
        ADOPTED = "adopted", _("adopted")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="communiques", verbose_name=_("meeting")
    )
    title = Translated(models.CharField(_("title"), max_length=250))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Whether everybody may read and download it.")
    )
    edited_at = models.DateTimeField(_("last edited"), auto_now=True)

    objects = CommuniqueQuerySet.as_manager()

    class Meta:
        verbose_name = _("communiqué")
        verbose_name_plural = _("communiqués")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="communique_adopted_has_day",
                condition=~models.Q(state="adopted") | models.Q(adopted_on__isnull=False),
                violation_error_message=_("Say on which day the communiqué was adopted."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


@tracked()
class Paragraph(models.Model):
    """A paragraph keeps its identity when it moves, is renumbered or is reworded."""

    communique = models.ForeignKey(Communique, models.CASCADE, related_name="paragraphs")
    identity = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"))
    text = Translated(models.TextField(_("text")))

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["communique", "number"],
                name="paragraph_number_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"§ {self.number}"


@tracked()
class CommuniqueVersion(models.Model):
    """A frozen version: `content` is all that was said, and the database refuses to change it.

    `content` is {"title": {language: text}, "meeting": {...}, "paragraphs": [{"identity",
    "number", "text": {language: text}}]}.
    """

    communique = models.ForeignKey(Communique, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("SHA-256 of the content"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen"), default=timezone.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by")
    )

    class Meta:
        verbose_name = _("frozen version")
        verbose_name_plural = _("frozen versions")
        ordering = ["communique", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["communique", "number"], name="communiqueversion_number"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="communiqueversion_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.communique} v{self.number}"


class PdfBuildQuerySet(LeasedQuerySet):
    def unfinished(self) -> PdfBuildQuerySet:
        return self.exclude(state__in=[PdfBuild.State.DONE, PdfBuild.State.FAILED])


class PdfBuild(Leased):
    """One PDF of one frozen version in one language, and how far its making has come."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BUILDING = "building", _("being built")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    version = models.ForeignKey(CommuniqueVersion, models.PROTECT, related_name="builds")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(_("progress"), default=0)
    file = models.FileField(_("file"), upload_to="communiques/", blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = PdfBuildQuerySet.as_manager()

    class Meta:
        verbose_name = _("PDF")
        verbose_name_plural = _("PDFs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="pdfbuild_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"
