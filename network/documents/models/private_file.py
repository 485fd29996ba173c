"""Files that were uploaded for a few to read: letters, and what else is nobody else's business."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network import clock
from network.audit.tracking import tracked


def private_path(_file: PrivateFile, _name: str) -> str:
    """Where a private file is kept: under a name that tells nothing, not even its type."""
    return f"private/{uuid.uuid4().hex}"


class PrivateFileQuerySet(models.QuerySet["PrivateFile"]):
    def kept(self) -> PrivateFileQuerySet:
        """Those whose content is still there."""
        return self.filter(discarded_at=None)

    def past_their_date(self, day: datetime.date) -> PrivateFileQuerySet:
        """Those that were to be kept until a day before `day`."""
        return self.kept().filter(keep_until__lt=day)


# The name that its owner gave a file goes with the file; the trail would keep it.
@tracked(exclude=("original_name", "file"))
class PrivateFile(models.Model):
    """One uploaded file of a kind, and until when it is kept.

    The row stays when the content is discarded, emptied, so that what refers to it can say so.
    """

    # The name of a `network.documents.private.PrivateFileKind`, and a key that this kind
    # understands: whose file it is decides who may read it.
    kind = models.CharField(_("type"), max_length=40)
    owner = models.CharField(_("owner"), max_length=100)
    file = models.FileField(_("file"), upload_to=private_path, blank=True)
    original_name = models.CharField(_("original name"), max_length=255, blank=True)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    keep_until = models.DateField(
        _("kept until"),
        null=True,
        blank=True,
        help_text=_("The last day; without one it is kept until somebody removes it."),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    discarded_at = models.DateTimeField(_("discarded"), null=True, blank=True)

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("private file")
        verbose_name_plural = _("private files")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="privatefile_has_file_until_discarded",
                condition=(models.Q(discarded_at=None) & ~models.Q(file=""))
                | models.Q(discarded_at__isnull=False, file="", original_name=""),
            )
        ]
        indexes = [
            models.Index(
                fields=["keep_until"],
                name="privatefile_kept_until",
                condition=models.Q(discarded_at=None, keep_until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        # Its name is for those alone who may read it.
        return f"{self.kind} {self.pk}"

    @property
    def is_kept(self) -> bool:
        return self.discarded_at is None
