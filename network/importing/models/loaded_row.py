"""What the reference files said of a row when they were last loaded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRow(models.Model):
    """The record that distinguishes a correction by the Secretariat from one of the file.

    `key` is made of codes, never of names, which change and differ by language. `object_id` leads
    to the row, whatever people have changed in it; where it leads nowhere, somebody removed the
    row, and it stays removed.
    """

    model = models.CharField(_("model"), max_length=100)
    key = models.CharField(_("key"), max_length=200)
    object_id = models.BigIntegerField(_("row"), null=True, blank=True)
    values = models.JSONField(_("values"), default=dict)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="loaded_row_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
