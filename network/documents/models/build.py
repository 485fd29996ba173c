"""The queue of documents to be built, of every kind."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.documents.kinds import kind_named
from network.documents.pdf.reasons import DISK_FULL, in_words
from network.jobs.leases import Leased, LeasedQuerySet
from network.values.constraints import one_of
from network.values.states import transitions

# A lease that ran out goes from one worker to the next within "building".
BUILD_TRANSITIONS = transitions(
    {
        "waiting": ["building"],
        "building": ["waiting", "done", "failed"],
        "done": [],
        "failed": ["waiting"],
    }
)


class DocumentBuildQuerySet(LeasedQuerySet):
    def about(
        self, kind: str, subjects: Collection[str] | models.QuerySet
    ) -> DocumentBuildQuerySet:
        """Those of a kind about any of `subjects`, in every language."""
        return self.filter(kind=kind, subject__in=subjects)

    def unfinished(self) -> DocumentBuildQuerySet:
        return self.filter(state__in=[DocumentBuild.State.WAITING, DocumentBuild.State.BUILDING])

    def ready(self) -> DocumentBuildQuerySet:
        return self.filter(state=DocumentBuild.State.DONE)

    def failed(self) -> DocumentBuildQuerySet:
        return self.filter(state=DocumentBuild.State.FAILED)

    def without_room(self) -> DocumentBuildQuerySet:
        """Those that wait until the disk is no longer full."""
        return self.unfinished().filter(last_error=DISK_FULL)

    def claimable(self) -> DocumentBuildQuerySet:
        """They wait, or the worker that held them stopped renewing its lease."""
        return self.filter(
            models.Q(state=DocumentBuild.State.WAITING)
            | models.Q(state=DocumentBuild.State.BUILDING, lease_ends_at__lte=Now())
        )


class DocumentBuild(Leased):
    """One document: what a subject of a kind says in one language, and the progress of its build.

    The content is part of what identifies a row, so that what was built once is not built again,
    and a row that is ready never changes, but for the moment from which it is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BUILDING = "building", _("being built")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    TRANSITIONS = BUILD_TRANSITIONS

    # The name of a `network.documents.kinds.DocumentKind`, and a key that this kind understands.
    kind = models.CharField(_("type"), max_length=40)
    subject = models.CharField(_("subject"), max_length=100)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    digest = models.CharField(_("SHA-256 of the content"), max_length=64)
    # As the kind called it when it was ordered; the subject may be called otherwise since.
    title = models.CharField(_("title"), max_length=300)
    name = models.CharField(_("file name"), max_length=150)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(_("progress"), default=0)
    file = models.FileField(_("file"), upload_to="documents/", max_length=255, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveIntegerField(
        _("size"), null=True, editable=False, help_text=_("In bytes.")
    )
    pages = models.PositiveSmallIntegerField(_("pages"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = DocumentBuildQuerySet.as_manager()

    class Meta:
        verbose_name = _("PDF")
        verbose_name_plural = _("PDFs")
        ordering = ["-pk"]
        constraints = [
            one_of("state", "waiting", "building", "done", "failed"),
            models.UniqueConstraint(
                fields=["kind", "subject", "language", "digest"], name="documentbuild_once"
            ),
            models.CheckConstraint(
                name="documentbuild_done_has_file",
                condition=~models.Q(state="done")
                | (~models.Q(file="") & ~models.Q(sha256="") & models.Q(size__isnull=False)),
            ),
            models.CheckConstraint(
                name="documentbuild_percent_to_100", condition=models.Q(percent__lte=100)
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="documentbuild_open",
                condition=models.Q(state__in=["waiting", "building"]),
            )
        ]
        triggers = [BUILD_TRANSITIONS.trigger()]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    def get_absolute_url(self) -> str:
        """Where whoever may read it downloads it."""
        address = kind_named(self.kind).address
        if address is not None:
            return address(self.subject, self.language)
        return reverse("document-file", args=[self.pk])

    @property
    def reason(self) -> str:
        """Why it failed last, in the active language; empty when it did not."""
        return in_words(self.last_error)

    @property
    def is_unfinished(self) -> bool:
        return self.state in {self.State.WAITING, self.State.BUILDING}

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED
