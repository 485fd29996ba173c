"""A list that somebody exported: who, when, which, and how much of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from network.audit.tracking import tracked
from network.values.text_fields import CleanCharField, CleanTextField


@tracked()
class ListExport(models.Model):
    """The record that data left the portal; what they said is not kept."""

    # The model's label, such as focalpoints.person.
    model = models.CharField(_("list"), max_length=60)
    # The search and the filters of the list, as its address has them.
    filters = CleanTextField(_("filters"), max_length=2_000, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    rows = models.PositiveIntegerField(_("rows"))
    format = models.CharField(_("format"), max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("exported by"),
    )
    by_name = CleanCharField(_("by"), max_length=150, blank=True)
    at = models.DateTimeField(_("exported"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.model} {self.format}"
