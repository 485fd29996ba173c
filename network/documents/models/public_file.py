"""Files that were uploaded for everybody to read, once an entry that names them is published."""

from __future__ import annotations

import datetime
import uuid
from urllib.parse import urljoin

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network import clock
from network.audit.tracking import tracked


def public_path(_file: PublicFile, _name: str) -> str:
    """Where a public file is kept: no name of an uploader becomes a path."""
    return f"public/{uuid.uuid4().hex}"


class PublicFileQuerySet(models.QuerySet["PublicFile"]):
    def uploaded_before(self, moment: datetime.datetime) -> PublicFileQuerySet:
        return self.filter(uploaded_at__lt=moment)


# The name that its owner gave a file goes with the file; the trail would keep it.
@tracked(exclude=("original_name", "file"))
class PublicFile(models.Model):
    """One uploaded file. What names its address says where it belongs and who reads it when."""

    # Stands in its address, and is no secret: who reads the file is judged at each request.
    identity = models.UUIDField(
        _("identity"), unique=True, default=uuid.uuid4, editable=False, db_column="key"
    )
    file = models.FileField(_("file"), upload_to=public_path)
    original_name = models.CharField(_("original name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects = PublicFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("public file")
        verbose_name_plural = _("public files")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.original_name

    @property
    def path(self) -> str:
        """Its address without the name of the portal, which may change."""
        return reverse("public-file", args=[self.identity])

    @property
    def address(self) -> str:
        """The whole web address, which an entry keeps as it keeps any other."""
        return urljoin(settings.SITE_URL, self.path)
