"""The base of all entries with versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """A published row whose changes go through review; `version` counts publications.

    Each publication is kept as a `Revision` (focalpoints.revisions): all columns that people edit
    but `unversioned`, which are about access; the many-to-many values; and the child rows named in
    `parts`. When a version is brought back, `whose` the entry is and who may see it (`seen_by`)
    stay as they are now.
    """

    parts: ClassVar[tuple[str, ...]] = ()
    unversioned: ClassVar[tuple[str, ...]] = ()
    whose: ClassVar[tuple[str, ...]] = ()
    seen_by: ClassVar[tuple[str, ...]] = ()

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(
        _("last confirmed"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the member last said that this entry is up to date."),
    )

    class Meta:
        abstract = True
